"""An erased party leaves every table of the ledger's file; what it was answered is told by code."""

import json
import sqlite3
from contextlib import closing

from tests.domain.hub import TODAY, Answer, Hub
from tests.domain.test_ready_labels import made


def everywhere(hub: Hub) -> bytes:
    """Return the bytes of the ledger's file, once its log is folded in."""
    hub.close()
    return hub.path.read_bytes()


def badge(hub: Hub, code: str) -> str:
    return str(hub.ask(lambda present: present.world.operators.get(code)).card)


def greeted(hub: Hub, code: str, *, command_id: str) -> Answer:
    data = {"kind": "internal", "code": badge(hub, code), "context": {}}
    return hub.say("TakeScan", data, command_id=command_id, as_role="worker", reader="lecteur")


def again(hub: Hub, command_id: str) -> Answer:
    spoken = next(each for each in hub.spoken if each["body"]["command_id"] == command_id)
    return hub.speak(spoken)


def test_an_answer_names_a_person_and_its_copy_in_the_ledger_does_not(hub: Hub) -> None:
    hub.done("RegisterOperator", as_role="admin", code="zoe", name="Zoé Quiproquo", role="worker")

    answer = greeted(hub, "zoe", command_id="essai-bonjour")

    assert answer["say"]["fr"] == "Bonjour Zoé Quiproquo."
    stored = hub.ask(
        lambda present: present.connection.execute(
            "SELECT answer FROM commands WHERE command_id = 'essai-bonjour'"
        ).fetchone()[0]
    )
    assert "Quiproquo" not in stored and json.loads(stored)["verdict"] == "ok"


def test_a_repeat_says_the_same_until_the_person_is_erased_then_the_code(hub: Hub) -> None:
    hub.done(
        "RegisterOperator", as_role="admin", code="zoe", name='Zoé "Q" Quiproquo', role="worker"
    )
    first = greeted(hub, "zoe", command_id="essai-bonjour")

    before = again(hub, "essai-bonjour")
    hub.done("EraseParty", as_role="admin", kind="operator", code="zoe", why="left")
    after = again(hub, "essai-bonjour")

    assert before == first | {"replayed": True}
    assert after["say"] == {"fr": "Bonjour zoe.", "en": "Bonjour zoe."}
    assert {**after, "say": None} == {**before, "say": None}


def test_no_byte_of_an_erased_name_stays_in_the_file(hub: Hub) -> None:
    hub.done("RegisterOperator", as_role="admin", code="zoe", name="Zoé Quiproquo", role="worker")
    hub.done("RegisterCustomer", code="C09", name="Gaëtan Tourneboule", kind="person")
    hub.done("RegisterAlias", kind="customer", name="TOURNEBOULE G.", code="C09")
    hub.done("RegisterAlias", kind="customer", name="Tilleuls", code="C01")
    greeted(hub, "zoe", command_id="essai-bonjour")
    crate = hub.for_customer("C01")
    hub.refused("HandOverCrate", crate=crate["id"], customer="C09")
    line = hub.order("C09", "CAROTTE", 20)
    [label] = made(hub)
    hub.scan(label, post="reception")
    hub.done("ImportOrders", source="essai", cancelled=[line])

    for kind, code in (("operator", "zoe"), ("customer", "C09")):
        hub.done("EraseParty", as_role="admin", kind=kind, code=code, why="asked")

    aliases = hub.ask(lambda p: [p.alias_name(one) for one in p.world.aliases.all()])
    kept = everywhere(hub)
    assert b"Quiproquo" not in kept and b"tourneboule" not in kept.lower()
    assert aliases == ["Tilleuls"]
    assert b"Cantine des Tilleuls" in kept  # the search finds what is there


def test_a_name_in_answers_of_earlier_versions_is_erased_too(hub: Hub) -> None:
    hub.done("RegisterOperator", as_role="admin", code="zoe", name="Zoé Quiproquo", role="worker")
    greeted(hub, "zoe", command_id="essai-bonjour")
    old = {"verdict": "ok", "say": {"fr": "Bonjour Zoé Quiproquo."}, "crate": "Zoé Quiproquo"}
    with closing(sqlite3.connect(hub.path)) as connection, connection:
        connection.execute("UPDATE commands SET answer = ?", (json.dumps(old, ensure_ascii=False),))

    hub.done("EraseParty", as_role="admin", kind="operator", code="zoe", why="left")

    # Only words are put otherwise: an id that looks like a name is still the same id.
    assert again(hub, "essai-bonjour") == {
        "verdict": "ok",
        "say": {"fr": "Bonjour zoe."},
        "crate": "Zoé Quiproquo",
        "replayed": True,
    }


def test_the_badge_of_an_erased_person_finds_nobody_also_when_the_code_is_given_again(
    hub: Hub,
) -> None:
    hub.done("RegisterOperator", as_role="admin", code="zoe", name="Zoé", role="worker")
    greeted(hub, "zoe", command_id="essai-bonjour")
    old = badge(hub, "zoe")

    hub.done("EraseParty", as_role="admin", kind="operator", code="zoe", why="left")
    hub.done("RegisterOperator", as_role="admin", code="zoe", name="Zoé Deux", role="worker")

    assert badge(hub, "zoe") != old
    assert hub.scan(old, post="reception")["verdict"] == "unknown_code"
    assert hub.ask(lambda present: present.world.contexts.get("lecteur").operator) is None


def test_labels_of_crates_that_never_came_are_erased_with_customer_and_farm(hub: Hub) -> None:
    line = hub.order("C01", "CAROTTE", 20)
    [label] = made(hub)
    assert hub.ask(lambda present: present.vault.get(f"crate/{label}"))
    hub.done("ImportOrders", source="essai", cancelled=[line])

    hub.done("EraseParty", as_role="admin", kind="customer", code="C01", why="asked")

    assert hub.ask(lambda present: present.vault.get(f"crate/{label}")) is None


def test_the_address_a_mail_went_to_is_erased_with_its_party(hub: Hub) -> None:
    jeanne = {"code": "C09", "name": "Jeanne", "kind": "person", "email": "jeanne@exemple.invalid"}
    hub.done("RegisterCustomer", **jeanne)
    hub.done("HandOverCrate", crate=hub.on_paper(hub.radish())["id"], customer="C09")
    mail = f"mail/{hub.done('MailDayPapers', date=TODAY)['mail']}"
    assert hub.ask(lambda present: present.vault.get(mail))

    hub.done("EraseParty", as_role="admin", kind="customer", code="C09", why="asked")

    assert hub.ask(lambda present: present.vault.get(mail)) is None


def test_a_farms_receipts_are_erased_with_it(hub: Hub) -> None:
    drop = {"producer": "F01", "product": "RADIS", "zone": "SEC", "declared_count": 6}
    alone: Answer = {"as_role": "producer", "post": "cold-door"}
    crate = hub.done("DropOffCrate", **alone, **drop)["crate"]
    hub.done("CloseIntake", **alone, intake=crate["intake"])
    receipt = f"label/RECU-{crate['intake']}"
    assert hub.ask(lambda present: present.vault.get(receipt))
    hub.done("VoidCrate", crate=crate["id"], reason="essai")

    hub.done("EraseParty", as_role="admin", kind="producer", code="F01", why="asked")

    assert hub.ask(lambda present: present.vault.get(receipt)) is None


def test_a_farms_private_links_are_closed_when_it_is_erased(hub: Hub) -> None:
    hub.done("RegisterProducer", code="F09", name="Ferme neuve")
    before = hub.ask(lambda present: present.world.counters.get("links/F09"))

    hub.done("EraseParty", as_role="admin", kind="producer", code="F09", why="left")

    assert before is None
    assert hub.ask(lambda present: present.world.counters.get("links/F09")).value == 1
