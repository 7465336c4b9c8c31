"""The small hub of the rules' tests, for imports that meet a real ledger."""

from tests.domain.conftest import hub, open_hub, registered

__all__ = ["hub", "open_hub", "registered"]
