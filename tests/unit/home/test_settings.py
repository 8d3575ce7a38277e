"""Settings that the environment switches on, each read in a process of its own."""

import json
import os
import subprocess
import sys

PRINT = """
import json, sys
from home.settings import base
print(json.dumps({
    "storage": base.STORAGES["default"], "private": base.STORAGES["private"]["BACKEND"],
    "pictures": base.CONTENT_SECURITY_POLICY["DIRECTIVES"]["img-src"], "sentry": "sentry_sdk" in sys.modules,
    "options": __import__("sentry_sdk").get_client().options if "sentry_sdk" in sys.modules else {},
}, default=str))
"""


def read(**environment):
    plain = {
        key: value
        for key, value in os.environ.items()
        if not key.startswith(("AWS_", "SENTRY_", "MEDIA_", "DATABASE_URL"))
    }
    answer = subprocess.run(
        [sys.executable, "-c", PRINT], env={**plain, **environment}, capture_output=True, text=True, check=True
    )
    return json.loads(answer.stdout)


def test_nothing_is_reported_or_stored_elsewhere_by_default():
    found = read()
    assert found["storage"] == {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    assert not found["sentry"]


def test_bucket_holds_public_pictures_alone_and_the_policy_allows_its_address():
    found = read(AWS_STORAGE_BUCKET_NAME="pictures", MEDIA_URL_BASE="https://pictures.example.org/")
    assert found["storage"]["BACKEND"] == "storages.backends.s3.S3Storage"
    assert found["storage"]["OPTIONS"]["custom_domain"] == "pictures.example.org"
    assert found["private"] == "django.core.files.storage.FileSystemStorage"
    assert "https://pictures.example.org" in found["pictures"]


def test_error_reports_carry_nothing_that_people_typed():
    found = read(SENTRY_DSN="https://key@errors.example.org/1")["options"]
    assert found["dsn"] == "https://key@errors.example.org/1"
    assert not found["send_default_pii"]
    assert not found["include_local_variables"]
    assert found["max_request_body_size"] == "never"


def test_a_fresh_clone_has_a_place_for_its_database(tmp_path):
    read(VAR_DIR=str(tmp_path / "new" / "var"))
    assert (tmp_path / "new" / "var").is_dir()
