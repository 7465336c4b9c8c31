"""Sheets of labels over HTTP: the right ones, to those who may have them."""

from werkzeug.test import TestResponse

from tests.station.test_label_sheets import identities, pictures
from tests.web_api.station_at_work import Station


def test_sheets_come_over_http_to_those_who_may_have_them(station: Station) -> None:
    line = {"order": "CMD-1", "customer": "C01", "delivery_date": station.today, "producer": "F01",
            "product": "RADIS", "quantity_milli": 12_000, "unit": "bunch"}  # fmt: skip
    station.do("ImportOrders", source="essai", added=[line])
    made = station.do("MakeLabels", producer="F01", delivery_date=station.today)["ready_crate"]
    sheet = f"/api/v1/documents/ready-labels/F01/{station.today}.pdf"

    answer = station.call("GET", sheet)

    [[label]] = pictures(answer.data)
    with station.hangar.readers.present() as present:
        ready = present.world.ready_crates.get(made)
    assert ready is not None and identities(label) <= {ready.sscc, made}
    assert station.call("GET", f"{sheet}?sheet=a3").status_code == 404
    assert station.call("GET", sheet, role="worker").status_code == 403


def test_only_blank_emergency_labels_are_drawn_again(station: Station) -> None:
    code, bound = station.do("MakeEmergencyLabels", count=2)["codes"]
    station.do("BindCode", code=bound, crate=station.crate()["id"])

    path = f"/api/v1/documents/emergency-labels.pdf?code={code}&code={bound}&code=C404"
    answer = station.call("GET", path, role="worker")

    assert [identities(label) for label in pictures(answer.data)[0]] == [{code}]


def test_only_tags_of_this_crate_type_that_no_crate_bears_are_drawn(station: Station) -> None:
    tag, borne = station.do("MakeCrateTags", crate_type="E2", count=2)["codes"]
    station.do("BindCode", code=borne, crate=station.crate()["id"])
    query = {"code": [tag, borne, "(8003)09521234000006"]}

    def drawn(crate_type: str) -> TestResponse:
        client = station.app.test_client()
        path = f"/api/v1/documents/crate-tags/{crate_type}.pdf"
        headers = {"Authorization": f"Bearer {station.tokens['coordinator']}"}
        return client.get(path, query_string=query, headers=headers)

    [[picture]] = pictures(drawn("E2").data)
    assert identities(picture) == {tag}
    assert drawn("IFCO").status_code == 404
