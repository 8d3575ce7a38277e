"""`load_products FILE`: public records into the catalog; the whole file or, with any problem in it, nothing."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from catalog.domain import public_records as records
from catalog.services import public_records
from core import clock


class Command(BaseCommand):
    help = "公開資料による記録（CSV）をカタログに読み込みます。問題があれば何も書き込みません。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="CSVファイル（UTF-8またはShift_JIS）")

    def handle(self, *args: Any, file: str, **options: Any) -> None:
        try:
            content = Path(file).read_bytes()
        except OSError as error:
            raise CommandError(f"{file} を開けません。場所と名前を確認してください（{error.strerror}）。") from error
        reading = records.read(content)
        if reading.problems:
            lines = "\n".join(reading.problems)
            raise CommandError(f"{len(reading.problems)}件の問題があり、何も読み込みませんでした。\n{lines}")
        report = public_records.load(reading, by=None, at=clock.now())
        self.stdout.write(
            f"新規{report.created}件、変更{report.changed}件、変更なし{report.unchanged}件、"
            f"非認定のため対象外{report.left_out}件。"
        )
