"""Events sent to other systems: CloudEvents in signed POSTs (Standard Webhooks), retried by jobs, each delivery listed.

A subscriber of every topic writes one delivery per endpoint when an event is dispatched, and a job sends each delivery. Targets
in private networks are refused at creation and again at each connection, unless a setting allows them.
"""

from ascertain.kernel.webhooks.delivery import delivery_spec, fan_out, subscription
from ascertain.kernel.webhooks.model import Delivery, Endpoint, EndpointNotFound, TargetRefused
from ascertain.kernel.webhooks.registration import create_endpoint, remove_endpoint
from ascertain.kernel.webhooks.signing import sign, verify_signature
from ascertain.kernel.webhooks.store import list_deliveries, list_endpoints

__all__ = [
    "Delivery",
    "Endpoint",
    "EndpointNotFound",
    "TargetRefused",
    "create_endpoint",
    "delivery_spec",
    "fan_out",
    "list_deliveries",
    "list_endpoints",
    "remove_endpoint",
    "sign",
    "subscription",
    "verify_signature",
]
