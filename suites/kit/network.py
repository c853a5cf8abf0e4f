"""Answers "may A speak to B on this port?" from NetworkPolicies, by the rules of networking.k8s.io/v1.

A pod that no policy of a direction selects is open in that direction; one that is selected may do what any of them
allows. A connection needs the sender's egress and the receiver's ingress.
"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Peer:
    """An endpoint: a pod (labels, its namespace's labels), or an address outside the cluster."""

    name: str
    labels: dict = field(default_factory=dict)
    namespace: dict = field(default_factory=dict)
    address: str = ""


def matches(selector: dict, labels: dict) -> bool:
    if not selector.get("matchLabels", {}).items() <= labels.items():
        return False
    for expression in selector.get("matchExpressions", []):
        value, operator = labels.get(expression["key"]), expression["operator"]
        if operator == "In" and value not in expression["values"]:
            return False
        if operator == "NotIn" and value in expression["values"]:
            return False
        if operator == "Exists" and value is None:
            return False
        if operator == "DoesNotExist" and value is not None:
            return False
    return True


class Policies:
    def __init__(self, objects: list[dict], namespace: dict):
        self.policies = objects
        self.namespace = namespace

    def allowed(self, sender: Peer, receiver: Peer, port: int, protocol: str = "TCP") -> bool:
        return self.open("Egress", sender, receiver, port, protocol) and self.open("Ingress", receiver, sender, port, protocol)

    def open(self, direction: str, subject: Peer, other: Peer, port: int, protocol: str) -> bool:
        if subject.address or subject.namespace != self.namespace:
            return True  # not a pod of this namespace: these policies say nothing of it
        selecting = [p for p in self.policies if self._selects(p, direction, subject)]
        if not selecting:
            return True
        key, side = ("egress", "to") if direction == "Egress" else ("ingress", "from")
        return any(
            self._peer(rule.get(side), other) and self._port(rule.get("ports"), port, protocol)
            for policy in selecting
            for rule in policy["spec"].get(key) or []
        )

    def _selects(self, policy: dict, direction: str, subject: Peer) -> bool:
        spec = policy["spec"]
        kinds = spec.get("policyTypes") or (["Ingress", "Egress"] if "egress" in spec else ["Ingress"])
        return direction in kinds and matches(spec["podSelector"], subject.labels)

    def _peer(self, peers: list[dict] | None, other: Peer) -> bool:
        if not peers:
            return True  # no list is everyone
        return any(self._one(peer, other) for peer in peers)

    def _one(self, peer: dict, other: Peer) -> bool:
        if "ipBlock" in peer:
            if not other.address:
                return False
            address = ipaddress.ip_address(other.address)
            block = peer["ipBlock"]
            inside = address in ipaddress.ip_network(block["cidr"])
            return inside and not any(address in ipaddress.ip_network(hole) for hole in block.get("except", []))
        if other.address:
            return False
        if "namespaceSelector" in peer:
            if not matches(peer["namespaceSelector"], other.namespace):
                return False
        elif other.namespace != self.namespace:
            return False
        return matches(peer.get("podSelector", {}), other.labels)

    def _port(self, ports: list[dict] | None, port: int, protocol: str) -> bool:
        if not ports:
            return True
        return any(
            entry.get("protocol", "TCP") == protocol
            and ("port" not in entry or entry["port"] <= port <= entry.get("endPort", entry["port"]))
            for entry in ports
        )
