"""The way of scans to the station: how soon it is tried again."""

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

TRIES = """async () => {
  const { courier } = await import("/static/js/courier.js");
  const { openBox } = await import("/static/js/outbox.js");
  const box = await openBox(`essai-${Math.random()}`);
  await box.add({ id: "1", path: "/scans", body: {} });
  const waits = [];
  let fail = null;
  const post = () => new Promise((_, no) => { fail = () => no(new Error("no network")); });
  const bring = courier({ box, post, wait: (ms) => { waits.push(ms); return 1e9; } });
  async function tried(meanwhile) {
    fail = null;
    const ended = bring.kick();
    while (!fail) await new Promise((next) => setTimeout(next));
    if (meanwhile) await bring.kick();
    fail();
    await ended;
  }
  for (const meanwhile of [false, false, false, true, false]) await tried(meanwhile);
  bring.stop();
  return waits;
}"""


def test_the_wait_grows_with_each_try_and_is_short_again_once_somebody_asks_meanwhile(
    scripts: Page,
) -> None:
    """« online » during a try that is failing must not wait out half a minute."""
    assert scripts.evaluate(TRIES) == [500, 1000, 2000, 500, 1000]
