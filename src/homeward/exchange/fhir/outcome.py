"""What is wrong with a message, and how FHIR says so: an OperationOutcome.

Source: Booking and Referral Standard API 1.4.0, receiver error examples (status, http-error-codes, issue type).
"""

from dataclasses import asdict, dataclass
from typing import Any
from uuid import uuid4

ERROR_CODES = "https://fhir.nhs.uk/Codesystem/http-error-codes"
PROFILE = "https://fhir.hl7.org.uk/StructureDefinition/UKCore-OperationOutcome"

CODE_OF_STATUS = {
    400: "REC_BAD_REQUEST",
    401: "REC_UNAUTHORIZED",
    403: "REC_FORBIDDEN",
    404: "REC_NOT_FOUND",
    405: "REC_METHOD_NOT_ALLOWED",
    409: "REC_CONFLICT",
    413: "REC_UNPROCESSABLE_ENTITY",
    422: "REC_UNPROCESSABLE_ENTITY",
    500: "REC_SERVER_ERROR",
    501: "REC_NOT_IMPLEMENTED",
    503: "REC_SERVICE_UNAVAILABLE",
}


@dataclass(frozen=True, slots=True)
class Issue:
    """One thing that is wrong: FHIR's issue type, a sentence on what and what to do, and where (FHIRPath-like)."""

    code: str
    says: str
    where: str = ""


class Refused(ValueError):
    """A message that cannot be taken in: the HTTP status of the answer, and what is wrong with it."""

    def __init__(self, status: int, *issues: Issue) -> None:
        self.status = status
        self.issues = issues
        super().__init__(" ".join(issue.says for issue in issues))

    def as_rows(self) -> list[dict[str, str]]:
        """The issues as plain values, to be kept."""
        return [asdict(issue) for issue in self.issues]


def operation_outcome(refused: Refused, *, kept: str = "") -> dict[str, Any]:
    """The OperationOutcome for a refusal; `kept` is a sentence on where the message is, when it was kept."""
    issues: list[dict[str, Any]] = []
    for issue in refused.issues:
        told: dict[str, Any] = {
            "severity": "error",
            "code": issue.code,
            "details": {"coding": [{"system": ERROR_CODES, "code": CODE_OF_STATUS[refused.status]}]},
            "diagnostics": f"{issue.says} {kept}".strip(),
        }
        if issue.where:
            told["location" if issue.where.startswith("line ") else "expression"] = [issue.where]
        issues.append(told)
    return {"resourceType": "OperationOutcome", "id": str(uuid4()), "meta": {"profile": [PROFILE]}, "issue": issues}
