"""What can be done here over FHIR, for another system to read: only what is built."""

from datetime import datetime
from typing import Any


def capability_statement(*, address: str, version: str, now: datetime) -> dict[str, Any]:
    """The CapabilityStatement of this service at its address."""
    return {
        "resourceType": "CapabilityStatement",
        "id": "homeward",
        "name": "Homeward",
        "title": "Homeward: referrals in",
        "status": "active",
        "date": now.date().isoformat(),
        "kind": "instance",
        "software": {"name": "Homeward", "version": version},
        "implementation": {"description": "The single front door for care at home", "url": address},
        "fhirVersion": "4.0.1",
        "format": ["json"],
        "rest": [
            {
                "mode": "server",
                "documentation": (
                    "Requests for validation and referrals are taken in as messages; no bookings and no documents. "
                    "A sender reads the ServiceRequests it sent, and no others."
                ),
                "security": {"description": "A bearer token, given to each sender."},
                "resource": [{"type": "ServiceRequest", "interaction": [{"code": "read"}], "versioning": "no-version"}],
                "operation": [
                    {
                        "name": "process-message",
                        "definition": "http://hl7.org/fhir/OperationDefinition/MessageHeader-process-message",
                    }
                ],
            }
        ],
        "messaging": [
            {
                "documentation": (
                    "Event servicerequest-request, reasons new and update. "
                    "Answers go to an address agreed with each sender."
                )
            }
        ],
    }
