// Five sounds that differ by their rhythm, and the vibrations that go with them. No sound below 400 Hz.

/** One note: start and length in seconds, first and last frequency, wave. @typedef {[number, number, number, number, OscillatorType]} Note */
/** @type {Record<string, {notes: Note[], vibration: number[]}>} */
export const TONES = {
  ok: { notes: [[0, 0.14, 880, 880, "triangle"], [0.12, 0.19, 1320, 1320, "triangle"]], vibration: [60] },
  duplicate: { notes: [[0, 0.09, 700, 700, "square"], [0.16, 0.09, 700, 700, "square"], [0.32, 0.09, 700, 700, "square"]], vibration: [80, 80, 80, 80, 80] },
  wrong: { notes: [[0, 0.42, 880, 520, "sawtooth"], [0.5, 0.43, 740, 440, "sawtooth"]], vibration: [300, 100, 300, 100, 500] },
  blocked: { notes: [[0, 0.3, 1200, 1200, "sawtooth"], [0.33, 0.3, 800, 800, "sawtooth"], [0.66, 0.3, 1200, 1200, "sawtooth"], [0.99, 0.31, 800, 800, "sawtooth"]], vibration: [500, 100, 500, 100, 500] },
  done: { notes: [[0, 0.1, 784, 784, "triangle"], [0.14, 0.1, 988, 988, "triangle"], [0.28, 0.1, 1175, 1175, "triangle"], [0.42, 0.28, 1568, 1568, "triangle"]], vibration: [60, 60, 60, 60, 200] },
};

const VOLUME = 0.32;
/** @type {AudioContext | null} */
let audio = null;

/** Browsers allow sound only after a person touched the page; a reader's keys ask twenty times for each code. */
function unlock() {
  if (audio?.state === "running" || navigator.userActivation?.hasBeenActive === false) return;
  audio ??= new AudioContext();
  if (audio.state === "suspended") void audio.resume();
}
for (const gesture of ["pointerdown", "keydown"]) window.addEventListener(gesture, unlock, { capture: true, passive: true });

/** Draw one sound into any audio context, a rendering one too. @param {BaseAudioContext} context @param {string} name @param {number} at */
export function draw(context, name, at) {
  for (const [start, length, from, to, wave] of TONES[name].notes) {
    const oscillator = context.createOscillator();
    const gain = context.createGain();
    oscillator.type = wave;
    oscillator.frequency.setValueAtTime(from, at + start);
    oscillator.frequency.linearRampToValueAtTime(to, at + start + length);
    gain.gain.setValueAtTime(0, at + start);
    gain.gain.linearRampToValueAtTime(VOLUME, at + start + 0.008);
    gain.gain.setValueAtTime(VOLUME, at + start + length - 0.03);
    gain.gain.linearRampToValueAtTime(0, at + start + length);
    oscillator.connect(gain).connect(context.destination);
    oscillator.start(at + start);
    oscillator.stop(at + start + length);
  }
}

/** Play a sound and its vibration, where the device can. @param {string} name */
export function play(name) {
  const tone = TONES[name] ? name : "wrong";
  if (audio?.state === "running") draw(audio, tone, audio.currentTime + 0.01);
  if (navigator.userActivation?.hasBeenActive) navigator.vibrate?.(TONES[tone].vibration);
}

/** How long a sound is, for what is said after it. @param {string} name */
export const lengthMs = (name) => 1000 * Math.max(...(TONES[name] ?? TONES.wrong).notes.map(([start, length]) => start + length));
