"""Every scale protocol against its simulated scale, over a real socket, in a scale's bad moods.

The longer tests of the session itself are in test_scale_session.py; here each protocol shows that
it carries them: a load, motion, a tare, out of range, silence, nonsense, half frames, a cable.
"""

from __future__ import annotations

import socket
import threading
import time
import tracemalloc
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from drivers import registry
from drivers.readings import DeviceSettings, DeviceState, Kind
from drivers.scale_conversation import ScaleConversation
from drivers.scale_session import ScaleSession
from drivers.scales import toledo_continuous
from drivers.simulated.scale_and import SimulatedAndScale
from drivers.simulated.scale_base import SimulatedScale
from drivers.simulated.scale_sbi import SimulatedSbi
from drivers.simulated.scale_toledo_continuous import SimulatedToledoContinuous
from drivers.simulated.scales import SIMULATED_SCALES
from drivers.transport import open_port
from drivers.weighing import NotWeighed, Receipt, Weighing
from tests.drivers.scale_frames import FAMILIES
from tests.drivers.waiting import wait_for

SCALES: dict[str, tuple[str, type[SimulatedScale]]] = {
    **{name: (name, scale) for name, scale in SIMULATED_SCALES.items()},
    "ad, asked": ("ad", SimulatedAndScale),
    "sartorius-sbi, 16": ("sartorius-sbi", SimulatedSbi),
}
# What a tare key does to a load of 12.340 kg, by what the protocol says of the tare: the weight
# is kept with it, or refused until it is cleared, or (never tare at such a scale) shows zero.
SENDS_TARE = {"toledo-continuous", "toledo-continuous-nochk", "radwag", "sma", "bilanciai-d70"}
ASKS_GROSS = {"adam-cpw"}
SAYS_NET = {"ad", "cas-22", "sartorius-sbi", "ohaus", "gram-k3"}
# These have no sign for a load below the range.
FAULTS_SAID = {"cas-22": ("overload",), "cas-enq": ("overload",)}


def settings(protocol: str, url: str) -> DeviceSettings:
    return DeviceSettings(
        id="balance-1", kind="scale", protocol=protocol, url=url, max_g=150_000, division_g=20
    )


class Post:
    """A scale, its session, and everything the session ever showed."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.protocol, scale = SCALES[name]
        self.scale = scale(settle_s=0.05)
        self.seen: list[Weighing] = []
        self.session = ScaleSession(
            settings(self.protocol, self.scale.url),
            on_change=self.seen.append,
            poll_every_s=0.05,
            silence_s=1.7,
            back_off_first_s=0.05,
        )
        self.session.start()

    def load(self, grams: int) -> Receipt:
        self.scale.set(load_g=grams)
        return wait_for(lambda: self.right(grams))

    def right(self, grams: int) -> Receipt | None:
        receipt = self.session.view().receipt
        return receipt if receipt is not None and receipt.gross_g == grams else None

    def close(self) -> None:
        self.session.stop()
        self.scale.close()


def test_every_protocol_has_a_simulated_scale() -> None:
    spoken = {e.protocol for e in registry.PROTOCOLS if e.kind == "scale" and e.refused is None}

    assert spoken == set(SIMULATED_SCALES) | {"toledo-8217", "mt-sics"}


def all_at_once(story: Callable[[Post], None]) -> None:
    """Play the story at every scale at the same time: nearly all of it is waiting."""
    with ThreadPoolExecutor(len(SCALES)) as pool:
        stories = {name: pool.submit(play, name, story) for name in SCALES}
    failed = {name: told.exception() for name, told in stories.items() if told.exception()}
    for name, problem in failed.items():
        assert problem is not None
        problem.add_note(name)
    if failed:
        raise BaseExceptionGroup(", ".join(failed), [p for p in failed.values() if p])


def play(name: str, story: Callable[[Post], None]) -> None:
    post = Post(name)
    try:
        story(post)
    finally:
        post.close()


def test_a_load_is_weighed_once_and_nothing_else_is_a_weight() -> None:
    def story(post: Post) -> None:
        receipt = post.load(12_340)
        assert isinstance(post.session.consume(receipt.id), Receipt)
        assert receipt.stable_by_dwell == (post.protocol == "adam-cpw")

        post.scale.set(load_g=0)
        wait_for(lambda: (view := post.session.view()).stable and view.grams == 0)
        second = post.load(112_340)
        post.scale.set(moving=True, load_g=112_400)
        wait_for(lambda: post.session.view().receipt is None)
        assert post.session.consume(second.id) is NotWeighed.NOT_STABLE

        post.scale.set(moving=False, load_g=-2_000)
        wait_for(lambda: post.session.view().grams in (None, -2_000))
        assert post.session.await_receipt(0.5) in (
            NotWeighed.OUT_OF_RANGE,
            NotWeighed.NOT_STABLE,
            NotWeighed.OFFLINE,
        )

        third = post.load(8_000)
        for fault in FAULTS_SAID.get(post.protocol, ("overload", "underload")):
            post.scale.set(fault=fault)
            wait_for(lambda: post.session.view().grams is None)
            assert post.session.consume(third.id) in (
                NotWeighed.OUT_OF_RANGE,
                NotWeighed.OFFLINE,
                NotWeighed.STALE,
            )
            post.scale.set(fault=None)
            third = post.load(8_000)

    all_at_once(story)


def test_silence_nonsense_and_a_pulled_cable_are_never_a_weight() -> None:
    def story(post: Post) -> None:
        post.load(8_000)
        for fault in ("garbage", "half", "off"):
            before = len(post.seen)
            post.scale.set(fault=fault)
            wait_for(lambda: post.session.view().state in (DeviceState.FAULT, DeviceState.OFFLINE))
            wait_for(lambda: post.session.view().grams is None)
            assert all(view.grams in (None, 8_000) for view in post.seen[before:]), fault
            post.scale.set(fault=None)
            receipt = post.load(8_000)

        assert isinstance(post.session.consume(receipt.id), Receipt)
        shown = len(post.seen)
        post.scale.drop_connections()
        wait_for(lambda: any(v.state is DeviceState.OFFLINE for v in post.seen[shown:]))
        wait_for(lambda: post.session.view().why_not is NotWeighed.NOT_CLEARED)

    all_at_once(story)


def test_the_tare_key_never_makes_a_wrong_gross_weight() -> None:
    def story(post: Post) -> None:
        post.load(2_000)
        post.scale.press_tare()
        wait_for(lambda: post.protocol in ASKS_GROSS or post.session.view().grams == 0)

        post.scale.set(load_g=12_340)

        if post.protocol in SENDS_TARE:
            assert wait_for(lambda: post.right(12_340)).tare_g == 2_000
        elif post.protocol in ASKS_GROSS:
            assert wait_for(lambda: post.right(12_340)).kind is Kind.GROSS
        elif post.name in SAYS_NET:
            wait_for(lambda: post.session.view().grams == 10_340)
            assert post.session.await_receipt(0.6) is NotWeighed.NOT_CLEARED

    all_at_once(story)


def test_a_frame_that_waited_in_the_port_is_as_old_as_it_may_be() -> None:
    """A scale that sends by itself may have sent it right after the last look."""
    scale = SimulatedToledoContinuous()
    port = open_port(scale.url, timeout_s=3.0)
    try:
        conversation = ScaleConversation(port, toledo_continuous.conversation())
        wait_for(lambda: conversation.turn().reading)
        looked_s = time.monotonic()
        time.sleep(0.2)

        turn = conversation.turn()
    finally:
        port.close()
        scale.close()

    assert turn.reading is not None
    assert turn.not_before_s <= looked_s < turn.asked_s


def test_a_flood_of_a_scale_that_sends_by_itself_stays_small_and_new() -> None:
    """1 MB/s and more: what is held stays far below 20 MB, and the newest frame is used."""
    family = FAMILIES["toledo-continuous"]
    old, new = family.good[2].frame, family.good[0].frame
    flooding = threading.Event()
    frames = [old]

    def flood(listener: socket.socket) -> None:
        client, _ = listener.accept()
        with client:
            while flooding.is_set():
                try:
                    client.sendall(frames[0] * 2000)
                except OSError:
                    return

    with socket.create_server(("127.0.0.1", 0)) as listener:
        flooding.set()
        thread = threading.Thread(target=flood, args=(listener,))
        thread.start()
        url = f"socket://127.0.0.1:{listener.getsockname()[1]}"
        session = ScaleSession(settings("toledo-continuous", url))
        tracemalloc.start()
        session.start()
        try:
            wait_for(lambda: session.view().grams == 12_340 and not session.view().stable)
            frames[0] = new
            receipt = wait_for(lambda: session.view().receipt)
            peak_bytes = tracemalloc.get_traced_memory()[1]
        finally:
            flooding.clear()
            session.stop()
            thread.join()
            tracemalloc.stop()

    assert receipt.gross_g == 12_340
    assert peak_bytes < 20_000_000
