"""The containers: pinned, not root, healthy by their own word; read by hadolint and shellcheck where those run."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.architecture.sources import APPS, ROOT
from tests.servers import VERSION

DOCKER = ROOT / "docker"
DOCKERFILE = (DOCKER / "Dockerfile").read_text()
COMPOSE = yaml.safe_load((DOCKER / "compose.yaml").read_text())
SERVICES = COMPOSE["services"]


def linter(program):
    path = shutil.which(program, path=f"{Path(sys.executable).parent}")
    if path is None:
        pytest.skip(f"{program} has no wheel for this machine")
    return path


def test_dockerfile_pleases_hadolint():
    answer = subprocess.run([linter("hadolint"), DOCKER / "Dockerfile"], capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stdout


def test_scripts_please_shellcheck():
    scripts = [DOCKER / "entrypoint.sh", ROOT / ".ci/run"]
    answer = subprocess.run([linter("shellcheck"), *scripts], capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stdout


def test_services_are_the_four():
    assert set(SERVICES) == {"web", "worker", "postgres", "elasticsearch"}


@pytest.mark.parametrize("service", sorted(SERVICES))
def test_service_is_pinned_unprivileged_and_watched(service):
    facts = SERVICES[service]
    assert re.search(r":\d+\.\d+(\.\d+)?(-\w+)?$", facts["image"]), "an image is named with its version"
    assert facts["user"] not in {"root", "0"}
    assert facts["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in facts["security_opt"]
    assert facts["healthcheck"]["test"]
    assert facts["restart"] == "unless-stopped"


def test_only_the_site_has_a_port_and_only_on_this_machine():
    ports = {service: facts["ports"] for service, facts in SERVICES.items() if "ports" in facts}
    assert list(ports) == ["web"]
    assert all(port.startswith("127.0.0.1:") for port in ports["web"])


def test_state_lives_in_volumes():
    kept = {volume.split(":")[0] for facts in SERVICES.values() for volume in facts["volumes"]}
    assert kept == set(COMPOSE["volumes"])


def test_secrets_have_no_default():
    text = (DOCKER / "compose.yaml").read_text()
    for variable in ("SECRET_KEY", "POSTGRES_PASSWORD", "SITE_URL", "ALLOWED_HOSTS", "EMAIL_URL"):
        assert f"${{{variable}:?" in text
        assert not re.search(rf"\${{{variable}:-", text)


def test_versions_are_the_same_everywhere():
    assert SERVICES["elasticsearch"]["image"] == f"elasticsearch:{VERSION}"
    assert SERVICES["postgres"]["image"].startswith("postgres:18.")
    pythons = set(re.findall(r"^FROM python:([\d.]+)", DOCKERFILE, re.MULTILINE))
    assert len(pythons) == 1
    uv = re.search(r"UV_VERSION := ([\d.]+)", (ROOT / "Makefile").read_text())[1]
    assert f"uv=={uv}" in DOCKERFILE


def test_image_is_built_from_the_lock_and_runs_as_nobody_special():
    assert "uv sync --frozen --no-dev" in DOCKERFILE
    users = re.findall(r"^USER (.+)$", DOCKERFILE, re.MULTILINE)
    assert users
    assert users[-1] not in {"root", "0"}
    assert ":latest" not in DOCKERFILE


@pytest.mark.parametrize("folder", [*APPS, "templates", "static", "locale"])
def test_image_holds_every_folder_the_site_needs(folder):
    assert re.search(rf"^COPY {folder} {folder}$", DOCKERFILE, re.MULTILINE)
    assert f"!{folder}\n" in (ROOT / ".dockerignore").read_text()


def test_migrations_run_under_a_lock_before_serving():
    entrypoint = (DOCKER / "entrypoint.sh").read_text()
    assert entrypoint.index("locked_migrate") < entrypoint.index("exec gunicorn")
