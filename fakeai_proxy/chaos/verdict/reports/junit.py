"""The verdict as JUnit XML, for the CI servers that show it.

One suite a fault, one case a request: failed where the policy does not let a finding pass, skipped where the
wire does not show what the client did.
"""

from __future__ import annotations

from xml.etree import ElementTree as xml

from fakeai_proxy.chaos.verdict.policy import SEVERITIES

from .document import Document, RequestPart
from .wording import fault_name, sentence, took


def junit(document: Document) -> str:
    """An XML document with one `testsuites` element."""
    root = xml.Element("testsuites", name="fakeai-proxy chaos verdict")
    for fault in dict.fromkeys(name for request in document.requests for name in first_fault(request)):
        suite(root, fault, document)
    for name in ("tests", "failures", "skipped"):
        root.set(name, str(sum(int(each.get(name, "0")) for each in root)))
    root.set("errors", "0")
    root.set("time", f"{document.seconds:.3f}")
    xml.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + xml.tostring(root, encoding="unicode") + "\n"


def first_fault(request: RequestPart) -> tuple[str]:
    """A request is a case of one suite: that of the fault it met first."""
    return (request.faults[0] if request.faults else "",)


def suite(root: xml.Element, fault: str, document: Document) -> None:
    name = fault_name(fault)
    cases = [request for request in document.requests if first_fault(request) == (fault,)]
    element = xml.SubElement(root, "testsuite", name=name)
    for request in cases:
        case(element, name, request, document)
    counts = {kind: len(element.findall(f"testcase/{kind}")) for kind in ("failure", "skipped")}
    element.set("tests", str(len(cases)))
    element.set("failures", str(counts["failure"]))
    element.set("errors", "0")
    element.set("skipped", str(counts["skipped"]))
    element.set("time", f"{sum(map(took, cases)):.3f}")


def case(suite: xml.Element, fault: str, request: RequestPart, document: Document) -> None:
    numbers = ", ".join(f"#{attempt.number}" for attempt in request.attempts[:8])
    name = f"{request.method} {request.path} of {request.client}: {numbers}"
    element = xml.SubElement(suite, "testcase", classname=fault, name=name, time=f"{took(request):.3f}")
    limit = SEVERITIES.index(document.policy.fails_on)
    faulty = [each for each in request.findings if SEVERITIES.index(each.severity) >= limit]
    unknown = [each for each in request.findings if each.severity == "unknown"]
    if faulty:
        codes = ", ".join(dict.fromkeys(each.code for each in faulty))
        failure = xml.SubElement(element, "failure", message=codes, type=faulty[0].code)
        failure.text = "\n".join(map(sentence, faulty))
    elif unknown:
        xml.SubElement(element, "skipped", message=sentence(unknown[0]))
    xml.SubElement(element, "system-out").text = "\n".join(map(sentence, request.findings))
