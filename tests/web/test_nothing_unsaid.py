"""A page tells what became of a touch: refused with its reason, not reached, or taken.

The scripts stand on a small real server that answers as the station would, good or bad.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cheroot.wsgi import Server
from flask import Flask, Response, jsonify, request
from playwright.sync_api import Page, Route, expect

from labels.identity import sscc
from tests.chromium import browsing
from tests.web.hands import SLOW_MS

pytestmark = pytest.mark.browser
WEB = Path(__file__).parents[2] / "web"
WORDS = json.loads((WEB / "static" / "words.json").read_text(encoding="utf-8"))
FRAME = """<!doctype html><html lang="{language}"><head>{sheets}
<script type="module" src="/static/js/{script}.js"></script></head>
<body class="{look}" data-page="{script}" data-post="p1" data-role="coordinator">
<header class="bar"><h1 id="title"></h1><span id="link"></span>
<button id="help"><span></span></button></header>
<div id="steps"></div>
<main id="main"></main><div id="strip"></div><div id="notice" class="notice"></div></body>
</html>"""
SHEETS = {
    "floor": ("tokens", "base", "floor", "drive", "verdict"),
    "office": ("tokens", "base", "office"),
}
WRONG = {
    "say": {"fr": "La caisse est déjà là."},
    "remedy": {"fr": "Prenez une autre caisse."},
    "code": "already_there",
}
REFUSED = {"outcome": "refused", "refusal": WRONG}
TAKEN = {"outcome": "accepted"}
REASON = "La caisse est déjà là. Prenez une autre caisse."
NOT_YOURS = (403, {"detail": "Ce geste n’est pas pour vous."})
LOST = (500, {"detail": "La station n’a pas répondu."})

BEAT_MS = 50

Answer = dict[str, Any] | tuple[int, dict[str, Any]]


class Hub:
    """What the station would say: rows by address, answers by command, the last said again."""

    def __init__(self) -> None:
        self.url = ""
        self.over = threading.Event()
        self.begin()

    def begin(self) -> None:
        self.over.set()
        self.over = threading.Event()
        self.reads: dict[str, Answer] = {}
        self.answers: dict[str, list[Answer]] = {}
        self.posted: list[dict[str, Any]] = []
        self.events = ""

    def happens(self, name: str, data: dict[str, Any]) -> None:
        self.events += f"event: {name}\ndata: {json.dumps(data)}\n\n"

    def stream(self) -> Iterator[str]:
        """What happened, and what happens, for as long as the test lasts."""
        over, told = self.over, 0
        yield ": begins\n\n"
        for _ in range(SLOW_MS // BEAT_MS):
            happened, told = self.events[told:], len(self.events)
            if happened:
                yield happened
            if over.wait(BEAT_MS / 1000):
                return

    def sent(self, type: str) -> list[dict[str, Any]]:
        return [one["data"] for one in self.posted if one.get("type") == type]


def said(answer: Answer) -> tuple[Response, int]:
    status, body = answer if isinstance(answer, tuple) else (200, answer)
    return jsonify(body), status


@pytest.fixture(scope="module")
def served() -> Iterator[Hub]:
    hub, app = Hub(), Flask("web", root_path=str(WEB))

    @app.get("/<look>/<script>/<language>")
    def frame(look: str, script: str, language: str) -> str:
        sheets = "".join(
            f'<link rel="stylesheet" href="/static/css/{one}.css">' for one in SHEETS[look]
        )
        return FRAME.format(look=look, script=script, language=language, sheets=sheets)

    @app.get("/words/<language>.json")
    def words(language: str) -> Response:
        return jsonify(WORDS)

    @app.get("/api/v1/<path:path>")
    def read(path: str) -> Response | tuple[Response, int]:
        if path.endswith("/stream"):
            return Response(hub.stream(), mimetype="text/event-stream")
        whole = f"{path}?{request.query_string.decode()}"
        found = hub.reads.get(whole, hub.reads.get(path, {"items": [], "next": None}))
        return said(found)

    @app.post("/api/v1/<path:path>")
    def post(path: str) -> tuple[Response, int]:
        body = request.get_json()
        hub.posted.append(body)
        answers = hub.answers.get(body.get("type", path), [TAKEN])
        return said(answers.pop(0) if len(answers) > 1 else answers[0])

    server = Server(("127.0.0.1", 0), app, numthreads=6)
    server.prepare()
    thread = threading.Thread(target=server.serve, daemon=True)
    thread.start()
    hub.url = f"http://127.0.0.1:{server.bind_addr[1]}"
    yield hub
    hub.over.set()
    server.stop()
    thread.join(5)


@pytest.fixture
def hub(served: Hub) -> Hub:
    served.begin()
    return served


@pytest.fixture(scope="module")
def browser_page() -> Iterator[Page]:
    with browsing() as browser:
        yield browser.new_page(viewport={"width": 1280, "height": 800})


@pytest.fixture
def page(browser_page: Page, hub: Hub) -> Iterator[Page]:
    browser_page.goto(f"{hub.url}/floor/told/fr")
    browser_page.evaluate("sessionStorage.clear()")
    yield browser_page
    browser_page.unroute_all()


def items(*rows: dict[str, Any]) -> dict[str, Any]:
    return {"items": list(rows), "next": None}


def open_page(
    page: Page, hub: Hub, script: str, *, look: str = "floor", language: str = "fr"
) -> None:
    page.goto(f"{hub.url}/{look}/{script}/{language}")


def tells(page: Page, text: str, look: str = "stop") -> None:
    expect(page.locator(f"#notice .said.{look}")).to_contain_text(text, timeout=SLOW_MS)


def touch(page: Page, text: str) -> None:
    page.locator("button", has_text=text).first.click(timeout=SLOW_MS)


# Invoices


def test_only_the_invoices_that_were_issued_are_counted(page: Page, hub: Hub) -> None:
    nothing = {"notes": [], "waiting": [], "net_cents": 1}
    ready = [{"customer": f"C{n}", "name": f"Client {n}", **nothing} for n in range(4)]
    hub.reads["producers"] = items()
    hub.reads["invoices/to-issue"] = items(*ready)
    hub.answers["IssueInvoice"] = [TAKEN, REFUSED, NOT_YOURS]
    open_page(page, hub, "invoices", look="office")

    page.locator("#issue-all").click(timeout=SLOW_MS)

    tells(page, "1 facture émise sur 4.")
    tells(page, f"Client 1 : {REASON}")
    tells(page, "Client 2 : Ce geste")
    assert len(hub.sent("IssueInvoice")) == 3


# The sheet that came back on paper

CRATE = {"id": "c1", "codes": ["L1-12345"], "stop": 1, "state": "loaded", "crate_type": "E2",
         "contents": [{"product": "RADIS", "count": 6}]}  # fmt: skip
SHEET = {
    "round": {
        "id": "2026-T1",
        "round": "T1",
        "closed": False,
        "departed_at": "2026-11-24T06:00:00Z",
    },
    "products": {"RADIS": {"name": "Radis", "unit": "bunch"}},
    "producers": {},
    "customers": {},
    "crates": [CRATE],
    "crate_types": [{"code": "E2", "name": "Bac E2"}],
    "farms": [],
    "stops": [
        {
            "stop": 1,
            "customer": "C01",
            "name": "Épicerie du Lac",
            "delivered_at": None,
            "classes": ["ambiant"],
            "temperatures": {},
        },
    ],
}


def fill_in(page: Page) -> None:
    page.locator('[name="taken C01 E2"]').fill("4", timeout=SLOW_MS)
    page.locator('[name="refused c1"]').select_option("why_damaged")
    page.locator('[name="unsigned C01"]').check()
    page.locator('[name="kilometres"]').fill("61")
    page.locator("#save").click()


def test_a_refused_line_of_the_sheet_is_named_and_what_was_typed_stays(
    page: Page, hub: Hub
) -> None:
    hub.reads["rounds/return/drive"] = SHEET
    hub.answers["ReturnCrate"] = [REFUSED]
    hub.answers["DeliverStop"] = [REFUSED, TAKEN]
    open_page(page, hub, "return")

    fill_in(page)
    named = page.locator("#refused li")
    expect(named).to_have_count(2, timeout=SLOW_MS)

    assert "Épicerie du Lac · Radis" in named.first.inner_text()
    assert all(REASON in text for text in named.all_inner_texts())
    expect(page.locator('[name="taken C01 E2"]')).to_have_value("4")
    expect(page.locator('[name="refused c1"]')).to_have_value("why_damaged")
    expect(page.locator('[name="unsigned C01"]')).to_be_checked()
    page.locator("#save").click(timeout=SLOW_MS)
    expect(named).to_have_count(1, timeout=SLOW_MS)
    assert [len(hub.sent(one)) for one in ("ReturnCrate", "DeliverStop")] == [2, 2]
    assert len(hub.sent("RecordRoundCost")) == 1, "what was taken is not sent again"


@pytest.mark.parametrize("departed_at", [None, "2026-11-24T06:00:00Z"])
def test_a_stop_is_not_ticked_as_delivered_before_the_round_has_left(
    page: Page, hub: Hub, departed_at: str | None
) -> None:
    hub.reads["rounds/return/drive"] = SHEET | {
        "round": SHEET["round"] | {"departed_at": departed_at}
    }

    open_page(page, hub, "return")

    ticked = expect(page.locator('[name="visited C01"]'))
    ticked.to_be_checked(checked=departed_at is not None, timeout=SLOW_MS)


def test_a_sheet_that_cannot_be_sent_says_so_and_can_be_tried_again(page: Page, hub: Hub) -> None:
    hub.reads["rounds/return/drive"] = SHEET
    open_page(page, hub, "return", language="en")
    expect(page.locator("#save")).to_be_visible(timeout=SLOW_MS)
    page.route("**/static/words.json", lambda route: route.abort())
    hub.reads["rounds/return/drive"] = LOST

    fill_in(page)

    expect(page.locator("#notice .said.stop")).to_be_visible(timeout=SLOW_MS)
    expect(page.locator("#save")).to_be_enabled(timeout=SLOW_MS)
    expect(page.locator('[name="taken C01 E2"]')).to_have_value("4")
    assert hub.posted == []


def test_a_second_touch_does_not_enter_the_sheet_twice(page: Page, hub: Hub) -> None:
    hub.reads["rounds/return/drive"] = SHEET
    open_page(page, hub, "return", language="en")
    expect(page.locator("#save")).to_be_visible(timeout=SLOW_MS)
    page.locator('[name="refused c1"]').select_option("why_damaged")
    hub.reads["rounds/return/drive"] = SHEET | {"round": SHEET["round"] | {"closed": True}}

    page.evaluate("for (let n = 0; n < 2; n += 1) document.getElementById('save').click()")
    expect(page.locator(".returnsheet")).to_have_count(0, timeout=SLOW_MS)

    assert len(hub.sent("DeliverStop")) == 1


# Calls for help


@pytest.mark.parametrize("answer, why", [(REFUSED, REASON), (NOT_YOURS, "Ce geste")])
@pytest.mark.parametrize("button, type", [("#coming", "AnswerHelp"), ("#over", "EndHelp")])
def test_the_office_is_told_when_its_answer_to_a_call_is_not_taken(
    page: Page, hub: Hub, button: str, type: str, answer: Answer, why: str
) -> None:
    hub.reads["helps"] = items(
        {"id": "h1", "asked_name": "Amina", "asked_at": "08:00", "post": "p1"}
    )
    hub.answers[type] = [answer]
    open_page(page, hub, "told", look="office")
    page.evaluate(
        """async () => { const { ask } = await import("/static/js/floor.js");
          (await import("/static/js/calls.js")).watchCalls(ask); }"""
    )

    touch(page, "Voir")
    page.locator(button).click(timeout=SLOW_MS)

    tells(page, why)


SHOW_HELP = """async () => { const { ask } = await import("/static/js/floor.js");
  (await import("/static/js/help.js")).showHelp(ask); }"""


@pytest.mark.parametrize("answer, why", [(REFUSED, REASON), (NOT_YOURS, "Ce geste")])
def test_a_call_for_help_that_is_not_taken_says_so(
    page: Page, hub: Hub, answer: Answer, why: str
) -> None:
    hub.answers["AskHelp"] = [answer]
    page.evaluate(SHOW_HELP)

    page.locator("#call-help").click(timeout=SLOW_MS)

    tells(page, why)
    expect(page.locator("#call-help")).to_be_visible(timeout=SLOW_MS)


def test_a_call_that_cannot_be_ended_says_so_and_stays(page: Page, hub: Hub) -> None:
    hub.answers = {"AskHelp": [TAKEN | {"help": "h1"}], "EndHelp": [NOT_YOURS]}
    hub.reads["helps/h1"] = {"id": "h1", "state": "open"}
    page.evaluate(SHOW_HELP)
    page.locator("#call-help").click(timeout=SLOW_MS)

    page.locator("#call-over").click(timeout=SLOW_MS)

    tells(page, "Ce geste")
    expect(page.locator("#call-over")).to_be_visible()


# What an earlier page left unanswered

LEAVE = """async ([path, body]) => {
  sessionStorage.setItem("outbox", JSON.stringify([{ path, body }]));
  (await import("/static/js/floor.js")).header();
}"""


@pytest.mark.parametrize("answer, why", [(REFUSED, REASON), (NOT_YOURS, "Ce geste")])
def test_what_an_earlier_page_left_is_told_when_it_is_not_taken(
    page: Page, hub: Hub, answer: Answer, why: str
) -> None:
    hub.answers["MoveCrate"] = [answer]

    page.evaluate(LEAVE, ["/api/v1/commands", {"command_id": "1", "type": "MoveCrate"}])

    tells(page, why)
    assert page.evaluate("sessionStorage.getItem('outbox')") == "[]"


def test_a_scan_of_an_earlier_page_that_is_wrong_fills_the_screen(page: Page, hub: Hub) -> None:
    hub.reads["verdicts"] = items()
    hub.answers["posts/p1/scans"] = [{"verdict": "wrong_round", "say": {"fr": "Autre tournée."}}]

    page.evaluate(LEAVE, ["/api/v1/posts/p1/scans", {"command_id": "1", "data": "x"}])

    expect(page.locator(".verdict.wrong")).to_contain_text("Autre tournée", timeout=SLOW_MS)


# A touch that meets nothing

ASK_DEPART = "async (board) => (await import('/static/js/depart.js')).question(board, () => {})"

TYPE_E2 = {"code": "E2", "name": "Bac E2", "tare_g": 2000}
ZONE = {"code": "Z1", "name": "Chambre froide"}


def test_a_count_that_cannot_begin_says_so(page: Page, hub: Hub) -> None:
    hub.reads["zones"] = items(ZONE)
    hub.reads["crates"] = LOST
    open_page(page, hub, "stock")

    page.locator("#count").click(timeout=SLOW_MS)
    touch(page, "Chambre froide")

    tells(page, "La station n’a pas répondu.")


def test_a_lost_network_is_told_in_the_screens_own_words(page: Page, hub: Hub) -> None:
    hub.reads["zones"] = items(ZONE)
    open_page(page, hub, "stock")
    page.route("**/api/v1/crates*", lambda route: route.abort())

    page.locator("#count").click(timeout=SLOW_MS)
    touch(page, "Chambre froide")

    tells(page, WORDS["not_understood"])


def test_a_type_of_crate_that_cannot_be_opened_says_so(page: Page, hub: Hub) -> None:
    hub.reads |= {
        "crate-types": items(TYPE_E2),
        "posts/p1": {},
        "status": {"posts": []},
        "tares": LOST,
    }
    open_page(page, hub, "tare")

    touch(page, "Bac E2")

    tells(page, "La station n’a pas répondu.")


def test_a_tare_that_was_noted_is_told_whatever_fails_after_it(page: Page, hub: Hub) -> None:
    hub.reads |= {"crate-types": items(TYPE_E2), "posts/p1": {}, "status": {"posts": []}}
    hub.happens(
        "weighing", {"grams": 20000, "stable": True, "receipt": {"id": "r1", "gross_g": 20000}}
    )
    open_page(page, hub, "tare")
    touch(page, "Bac E2")
    expect(page.locator("#note")).to_be_enabled(timeout=SLOW_MS)
    hub.reads["tares"] = LOST

    page.locator("#note").click()

    expect(page.locator("#said .ok")).to_contain_text("C’est noté", timeout=SLOW_MS)
    assert len(hub.sent("MeasureTare")) == 1


def test_another_day_does_not_show_the_farms_of_the_day_before(page: Page, hub: Hub) -> None:
    farm = {"producer": "F01", "name": "Trois Chênes", "lines": 1, "customers": 1,
            "labels_expected": 0, "labels_received": 0, "version": 1, "address": "x"}  # fmt: skip
    hub.reads |= {"preparation-sheets": items(farm), "mail": {"problem": ""}}
    open_page(page, hub, "farms", look="office")
    expect(page.locator("[data-producer]")).to_have_count(1, timeout=SLOW_MS)
    hub.reads["preparation-sheets"] = LOST

    page.locator("input[type=date]").fill("2027-01-04")

    tells(page, "La station n’a pas répondu.")
    expect(page.locator("[data-producer]")).to_have_count(0)


def test_emergency_labels_without_a_station_say_so(page: Page, hub: Hub) -> None:
    hub.reads |= {"mail": {"problem": ""}, "status": LOST}
    open_page(page, hub, "farms", look="office")

    page.locator("#emergency").click(timeout=SLOW_MS)

    tells(page, "La station n’a pas répondu.")


@pytest.mark.parametrize("way", ["discard", "depart"])
def test_a_reason_whose_words_cannot_be_read_says_so(page: Page, hub: Hub, way: str) -> None:
    remaining = [{"name": "Radis", "order_line": "1"}]
    stops = [{"customer": {"name": "Lac"}, "remaining": remaining}]
    board = {"id": "T1", "state": "loading", "loaded": 0, "expected": 1, "stops": stops}
    code = sscc(3, "9521234", 412)
    hub.reads[f"crates/{code}"] = {"id": "c1", "name": "Radis"}
    open_page(page, hub, "stock", language="en")
    expect(page.locator("#count")).to_be_visible(timeout=SLOW_MS)
    page.route("**/static/words.json", lambda route: route.abort())

    if way == "discard":
        page.keyboard.type(f"{code}\n")
        page.locator(".discard").click(timeout=SLOW_MS)
    else:
        page.evaluate(ASK_DEPART, board)
        page.locator("#depart-yes").click(timeout=SLOW_MS)
    page.locator(".ask .tile").first.click(timeout=SLOW_MS)

    expect(page.locator("#notice .said.stop")).to_be_visible(timeout=SLOW_MS)
    assert hub.posted == []


MILK = {"code": "LAIT", "name": "Lait", "producer": "P1", "unit": "litre",
        "family": "lait", "temperature_class": "frais"}  # fmt: skip
AT_CONTROL = """sessionStorage.setItem("reception", JSON.stringify(
  { producer: "P1", product: "LAIT", crateType: "E2" }))"""


def test_a_step_that_did_not_arrive_says_so_and_comes_once_the_station_is_back(
    page: Page, hub: Hub
) -> None:
    hub.reads |= {"products": items(MILK), "status": {"posts": []}}
    hub.reads["producers/P1/notices"] = {"documents": [], "limits": []}
    page.route("**/reception_control.js", lambda route: route.abort())
    page.evaluate(AT_CONTROL)
    open_page(page, hub, "reception")
    expect(page.locator("#main .question")).to_have_text(WORDS["part_missing"], timeout=SLOW_MS)
    page.route("**/floor/reception/fr", lambda route: route.abort())
    touch(page, WORDS["try_again"])
    tells(page, WORDS["not_understood"])
    page.unroute_all()

    touch(page, WORDS["try_again"])

    expect(page.locator(".pad")).to_be_visible(timeout=SLOW_MS)


FARM = """async () => {
  const { farmsOf } = await import("/static/js/drive_farms.js");
  await farmsOf({}).show({ snapshot: {} }, { producer: "P1" }, [document.createElement("hr")]);
}"""
STOP = """async () => {
  const { stopWork } = await import("/static/js/drive_stop.js");
  const draft = { given: {}, empties: {} };
  const unkept = () => document.body.append("not kept");
  const work = stopWork({ facts: {}, draft: () => draft, notKept: unkept });
  const stop = { customer: "C1", classes: ["frais"] };
  HOW
}"""


@pytest.mark.parametrize(
    "part, what",
    [
        ("pickup", FARM),
        ("drive_asks", STOP.replace("HOW", "work.empties({ crate_types: [] }, stop);")),
        ("drive_cold", STOP.replace("HOW", "work.deliver({ crates: [] }, stop);")),
    ],
)
def test_a_drivers_question_that_did_not_arrive_leaves_a_way_out(
    page: Page, hub: Hub, part: str, what: str
) -> None:
    page.route(f"**/{part}.js", lambda route: route.abort())

    page.evaluate(what)

    expect(page.locator("#try-again")).to_be_visible(timeout=SLOW_MS)
    expect(page.locator(".question")).to_have_text(WORDS["part_missing"])
    assert "not kept" not in page.locator("body").inner_text()


# The shop's hours

MEANWHILE = {"outcome": "refused", "refusal": WRONG | {"code": "changed_meanwhile"}}
FAIR = {"date": "2099-11-24", "spans": [], "note": "foire", "version": 1}
INVENTORY = FAIR | {"spans": [{"opens": "09:00", "closes": "12:00"}], "note": "", "version": 2}
SHOP_HOURS = {"version": 1, "week": [], "days": [FAIR], "now": None}


def clash(page: Page, hub: Hub, chosen: str) -> None:
    """A day is set as it was read, while somebody else sets it too; then one of both is chosen."""
    hub.reads["shop-hours"] = SHOP_HOURS
    hub.answers["SetShopDay"] = [MEANWHILE, TAKEN]
    open_page(page, hub, "hours", look="office")
    page.locator("#day [name=date]").fill(FAIR["date"], timeout=SLOW_MS)
    page.locator("#day [name=note]").fill("congés")
    hub.reads["shop-hours"] = SHOP_HOURS | {"days": [INVENTORY]}
    page.locator("#day [type=submit]").click()
    expect(page.locator("#clash")).to_contain_text("les vôtres : fermé · congés", timeout=SLOW_MS)
    expect(page.locator("#clash")).to_contain_text("les leurs : 9 h à 12 h")
    page.locator(chosen).click()
    expect(page.locator(".ask")).to_have_count(0)


def test_a_shop_day_that_somebody_else_set_is_kept_as_mine_when_a_person_says_so(
    page: Page, hub: Hub
) -> None:
    clash(page, hub, "#mine")

    tells(page, "C’est enregistré.", "ok")
    assert [one["seen"] for one in hub.sent("SetShopDay")] == [1, 2]
    assert [one["note"] for one in hub.sent("SetShopDay")] == ["congés"] * 2


def test_a_shop_day_that_somebody_else_set_is_left_as_theirs_when_a_person_says_so(
    page: Page, hub: Hub
) -> None:
    clash(page, hub, "#theirs")

    expect(page.locator("#days")).to_contain_text("9 h à 12 h", timeout=SLOW_MS)
    assert len(hub.sent("SetShopDay")) == 1


def test_a_week_of_hours_that_somebody_else_set_is_shown_beside_mine(page: Page, hub: Hub) -> None:
    hub.reads["shop-hours"] = SHOP_HOURS
    hub.answers["SetShopHours"] = [MEANWHILE, TAKEN]
    open_page(page, hub, "hours", look="office")
    row = page.locator('[data-weekday="2"]')
    row.locator("[name=opens]").fill("16:00", timeout=SLOW_MS)
    row.locator("[name=closes]").fill("19:30")
    theirs = [{"weekday": 2, "opens": "08:00", "closes": "10:00"}]
    hub.reads["shop-hours"] = SHOP_HOURS | {"version": 2, "week": theirs}
    page.locator("#save-week").click()

    expect(page.locator("#clash li")).to_have_text(
        ["mardiles vôtres : 16 h à 19 h 30les leurs : 8 h à 10 h"], timeout=SLOW_MS
    )
    page.locator("#mine").click()
    tells(page, "C’est enregistré.", "ok")
    assert [one["seen"] for one in hub.sent("SetShopHours")] == [1, 2]


# Labels


@pytest.mark.parametrize("state, word", [("online", "prepare_closed"), ("offline", "label_waits")])
def test_a_closed_crates_label_is_not_promised_by_a_printer_that_is_away(
    page: Page, hub: Hub, state: str, word: str
) -> None:
    line = {"order_line": "1", "customer": {"code": "C01", "name": "Lac"}, "need_count": 2,
            "picked_count": 0, "into": "c9", "round": "T1"}  # fmt: skip
    goods = {"product": "RADIS", "name": "Radis", "unit": "bunch", "lines": [line],
             "from": [{"crate": "c1", "count": 9, "lot": "L1"}]}  # fmt: skip
    hub.reads["preparation"] = items(goods)
    hub.happens("printer", {"id": "etiqueteuse-1", "state": state})
    open_page(page, hub, "prepare")
    expect(page.locator("#link")).to_have_attribute("data-online", "true", timeout=SLOW_MS)

    page.locator("main .tile").first.click(timeout=SLOW_MS)
    page.locator("#close").click(timeout=SLOW_MS)

    tells(page, WORDS[word], "ok" if state == "online" else "wait")


def test_the_evening_label_is_asked_for_not_promised(page: Page, hub: Hub) -> None:
    hub.answers["closings"] = [
        {"label": {"id": "l1", "state": "queued", "printer": "etiqueteuse-1"}}
    ]
    page.evaluate(
        """async () => document.getElementById("main").append(
          (await import("/static/js/closing_card.js")).closingCard([], () => {}))"""
    )

    page.locator("#close-day").click(timeout=SLOW_MS)
    page.locator("#close-day-yes").click(timeout=SLOW_MS)

    tells(page, "Étiquette demandée à etiqueteuse-1", "ok")


# Log-out


def test_a_log_out_that_is_not_confirmed_says_so_and_stays(page: Page, hub: Hub) -> None:
    hub.answers["logout"] = [LOST]

    page.evaluate("async () => (await import('/static/js/floor.js')).leave()")

    tells(page, WORDS["log_out_failed"])
    assert page.url == f"{hub.url}/floor/told/fr"


# Reception: what is scanned is taken in hand before what lies on the scale is taken

CARROT = {"code": "CAROTTE", "name": "Carottes", "producer": "P1", "unit": "kg",
          "family": "racine", "temperature_class": "ambiant"}  # fmt: skip
LEEK = CARROT | {"code": "POIREAU", "name": "Poireaux"}
LABEL = {"id": "c7", "codes": [sscc(3, "9521234", 7), "c7"], "nth": 1, "of": 1, "count": None}
LINE = {"order_line": "L1", "customer": "C01", "name": "Lac", "product": "POIREAU",
        "product_name": "Poireaux", "family": "racine", "unit": "kg", "quantity_milli": 9000,
        "state": "waiting", "delivery_date": "2026-11-26", "labels": [LABEL],
        "old_labels": [], "place": None}  # fmt: skip
LOAD = {"grams": 11000, "stable": True, "receipt": {"id": "r1", "gross_g": 11000}}
AT_SCALE = """sessionStorage.setItem("reception", JSON.stringify(
  { producer: "P1", product: "CAROTTE", crateType: "E2", types: { POIREAU: "E2" } }))"""

IN_HAND = "(code) => JSON.parse(sessionStorage.getItem('reception')).code === code"


def scanned(hub: Hub, code: str) -> None:
    hand = {"reader": "s1", "producer": "P1", "product": None, "crate_type": None, "code": code}
    hub.happens("context", {"s1": hand})


@pytest.fixture
def weighing(page: Page, hub: Hub) -> Iterator[Page]:
    """The reception with carrots in hand, in the midst of the scale's step."""
    hub.reads |= {
        "posts/p1": {},
        "status": {"posts": []},
        "products": items(CARROT, LEEK),
        "producers": items({"code": "P1", "name": "Trois Chênes"}),
        "producers/P1/notices": {"documents": [], "limits": []},
        "crate-types": items(TYPE_E2),
    }
    page.evaluate(AT_SCALE)
    open_page(page, hub, "reception")
    expect(page.locator("#link")).to_have_attribute("data-online", "true", timeout=SLOW_MS)
    yield page
    page.evaluate("sessionStorage.clear()")


def received(page: Page, hub: Hub) -> dict[str, Any]:
    """Wait for the one crate that came in; return what was sent of it."""
    for _ in range(SLOW_MS // BEAT_MS):
        if sent := hub.sent("ReceiveCrate"):
            assert len(sent) == 1
            return sent[0]
        page.wait_for_timeout(BEAT_MS)
    raise AssertionError("no crate came in")


def test_a_ready_made_label_that_is_known_here_needs_no_answer(weighing: Page, hub: Hub) -> None:
    hub.reads["producers/P1/expected"] = items(LINE)
    open_page(weighing, hub, "reception")
    expect(weighing.locator("#scale")).to_be_visible(timeout=SLOW_MS)
    hub.reads |= {"drops": LOST, "producers/P1/expected": LOST}

    scanned(hub, LABEL["codes"][0])
    hub.happens("weighing", LOAD)

    crate = received(weighing, hub)
    assert (crate["code"], crate["product"]) == (LABEL["codes"][0], "POIREAU")


def test_no_load_is_taken_while_a_scanned_label_is_looked_up(weighing: Page, hub: Hub) -> None:
    held: list[Route] = []
    weighing.route("**/api/v1/drops*", lambda route: held.append(route))
    hub.reads["producers/P1/expected"] = items(LINE)
    with weighing.expect_request("**/api/v1/drops*"):
        scanned(hub, "c9")
        scanned(hub, LABEL["codes"][0])
    hub.happens("weighing", LOAD)
    expect(weighing.locator(".figure")).to_have_text("9,00", timeout=SLOW_MS)
    assert hub.sent("ReceiveCrate") == []

    held[0].continue_()

    crate = received(weighing, hub)
    assert (crate["code"], crate["product"]) == (LABEL["codes"][0], "POIREAU")


def test_a_label_that_cannot_be_looked_up_stops_the_scale_until_it_is_scanned_again(
    weighing: Page, hub: Hub
) -> None:
    hub.reads["drops"] = LOST
    scanned(hub, LABEL["codes"][0])
    tells(weighing, "La station n’a pas répondu.")
    hub.happens("weighing", LOAD)
    expect(weighing.locator('body[data-step="product"]')).to_be_visible()

    hub.reads |= {"drops": items(), "producers/P1/expected": items(LINE)}
    scanned(hub, LABEL["codes"][0])

    assert received(weighing, hub)["code"] == LABEL["codes"][0]


def test_a_label_scanned_while_a_crate_is_received_stays_in_hand(weighing: Page, hub: Hub) -> None:
    first, second = LABEL["codes"][0], sscc(3, "9521234", 8)
    labels = [LABEL, LABEL | {"id": "c8", "codes": [second, "c8"]}]
    hub.reads["producers/P1/expected"] = items(LINE | {"labels": labels})
    hub.answers["ReceiveCrate"] = [TAKEN | {"crate": {"id": "c7"}}]
    held: list[Route] = []
    weighing.route("**/api/v1/commands", lambda route: held.append(route))
    scanned(hub, first)
    with weighing.expect_request("**/api/v1/commands"):
        hub.happens("weighing", LOAD)
    scanned(hub, second)
    weighing.wait_for_function(IN_HAND, arg=second, timeout=SLOW_MS)

    held[0].continue_()
    received(weighing, hub)

    hub.happens("weighing", {"grams": 0, "stable": True})
    with weighing.expect_request("**/api/v1/commands") as again:
        hub.happens("weighing", LOAD | {"receipt": {"id": "r2", "gross_g": 11000}})
    assert again.value.post_data_json["data"]["code"] == second


# A farm alone: its drop

DROP = {
    "farm": {"code": "P1", "name": "Trois Chênes", "card": ""},
    "prints": False,
    "zones": [{"code": "SEC", "name": "Étagères", "temperature_class": "ambiant",
               "max_celsius_tenths": None}],
    "products": [CARROT | {"asks_temperature": False, "date_kind": "none",
                           "shelf_life_days": None, "announced_milli": None}],
    "ready": [],
    "intake": None,
}  # fmt: skip
LEFT = {"crate": "c1", "name": "Carottes", "unit": "kg", "zone_name": "Étagères"}
AT_SHELVES = """sessionStorage.setItem("drop", JSON.stringify(
  { farm: "P1", zone: "SEC" }))"""

WAITING = "(n) => JSON.parse(sessionStorage.getItem('drop')).waiting.length === n"


@pytest.fixture
def dropping(page: Page, hub: Hub) -> Iterator[Page]:
    """A farm alone that has chosen where it leaves its crates."""
    hub.reads |= {"posts/p1": {}, "status": {"posts": []}, "posts/p1/drop-off": DROP}
    page.evaluate(AT_SHELVES)
    yield page
    page.evaluate("sessionStorage.clear()")


def test_a_receipt_that_did_not_come_is_asked_again_and_the_drop_is_closed_once(
    dropping: Page, hub: Hub
) -> None:
    hub.reads["posts/p1/drop-off"] = DROP | {"intake": {"id": "i1", "crates": [LEFT]}}
    hub.reads["drop-receipts/i1"] = LOST
    open_page(dropping, hub, "drop")

    dropping.locator("#end").click(timeout=SLOW_MS)

    lacks = dropping.locator(".question", has_text=WORDS["drop_receipt_lacks"])
    expect(lacks).to_be_visible(timeout=SLOW_MS)
    tells(dropping, "La station n’a pas répondu.")
    hub.reads["drop-receipts/i1"] = {
        "id": "i1", "crates": [LEFT], "name": "Trois Chênes", "moment": "matin",
        "closed_at": "2026-11-26T05:00:00Z", "qr": "data:,", "label": None,
    }  # fmt: skip
    dropping.locator("#receipt-again").click(timeout=SLOW_MS)
    expect(dropping.locator("#receipt")).to_contain_text("Trois Chênes", timeout=SLOW_MS)
    assert hub.sent("CloseIntake") == [{"intake": "i1"}]


def label(n: int) -> str:
    return sscc(3, "9521234", n)


def read_label(hub: Hub, n: int) -> None:
    """The wired reader reads a label; the station finds it good for the next crate."""
    hub.happens(
        "verdict",
        {"command_id": f"scan-{n}", "verdict": "ok", "say": {"fr": "Carottes."}, "crate": None,
         "code": label(n), "ready_crate": f"c{n}"},
    )  # fmt: skip


def left(page: Page, hub: Hub, count: int) -> list[str]:
    """Wait until so many crates were left; return their codes in order."""
    for _ in range(SLOW_MS // BEAT_MS):
        if len(sent := hub.sent("DropOffCrate")) >= count:
            return [one["code"] for one in sent]
        page.wait_for_timeout(BEAT_MS)
    raise AssertionError(f"{len(sent)} of {count} crates were left")


def test_labels_read_while_a_crate_is_being_left_are_taken_in_their_turn(
    dropping: Page, hub: Hub
) -> None:
    ready = [{"id": f"c{n}", "product": "CAROTTE"} for n in (1, 2, 3)]
    hub.reads["posts/p1/drop-off"] = DROP | {"ready": ready}
    open_page(dropping, hub, "drop")
    expect(dropping.locator("#link")).to_have_attribute("data-online", "true", timeout=SLOW_MS)
    held: list[Route] = []
    dropping.route("**/api/v1/commands", lambda route: held.append(route), times=1)
    with dropping.expect_request("**/api/v1/commands"):
        read_label(hub, 1)
    read_label(hub, 2)
    read_label(hub, 3)
    dropping.wait_for_function(WAITING, arg=2, timeout=SLOW_MS)

    held[0].continue_()

    assert left(dropping, hub, 3) == [label(1), label(2), label(3)]


def test_a_label_read_while_another_crate_is_asked_about_is_refused_in_sight(
    dropping: Page, hub: Hub
) -> None:
    open_page(dropping, hub, "drop")
    read_label(hub, 1)
    expect(dropping.locator("#products")).to_be_visible(timeout=SLOW_MS)

    read_label(hub, 2)

    tells(dropping, WORDS["drop_one_first"])
    touch(dropping, "Carottes")
    dropping.locator("#unknown").click(timeout=SLOW_MS)
    assert left(dropping, hub, 1) == [label(1)]


def test_labels_that_wait_their_turn_outlive_their_page(dropping: Page, hub: Hub) -> None:
    dropping.evaluate(
        f"""sessionStorage.setItem("drop", JSON.stringify({{ farm: "P1", zone: "SEC",
        waiting: [{{ code: "{label(4)}" }}] }}))"""
    )

    open_page(dropping, hub, "drop")

    touch(dropping, "Carottes")
    dropping.locator("#unknown").click(timeout=SLOW_MS)
    assert left(dropping, hub, 1) == [label(4)]
