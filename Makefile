# Every target does all the set-up it needs; the second time that takes a moment.
PORT ?= 8080
DIR ?=
BIN := .venv/bin
# Many tests wait for a device to fall silent: four of them share two cores well, where there is room.
WORKERS ?= $(shell awk '/MemAvailable/ { print ($$2 > 3000000) ? 4 : 2 }' /proc/meminfo)

# Tests start some hundred stations: each would compile every module anew where this is set.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help setup run test torture bench format voices independent hardware-in-qemu

help:
	@echo 'make run      the demonstration hub, on http://127.0.0.1:$(PORT)  (PORT=8080 DIR=folder)'
	@echo 'make test     every test'
	@echo 'make torture  long runs of kills and power cuts'
	@echo 'make bench    the figures, each with its floor'
	@echo 'make setup    the set-up alone, into .venv'
	@echo 'make voices   speak the fixed phrases into files'
	@echo 'make independent        programs of others against ours (needs node and npm)'
	@echo 'make hardware-in-qemu   evdev, USB serial, unplugging: in a QEMU guest (optional)'
	@echo 'make format   put the source in shape'

setup:
	@.ci/setup

run: setup
	@exec $(BIN)/hangar demo --port $(PORT) $(if $(DIR),--dir "$(DIR)")

# Types are checked on their own; the tests run whatever they say, and both must pass.
test: setup
	@$(BIN)/mypy; types=$$?; \
	$(BIN)/pytest -n $(WORKERS) --dist worksteal $(PYTEST); tests=$$?; \
	exit $$((types > tests ? types : tests))

torture: setup
	@$(BIN)/pytest -m torture $(PYTEST)

bench: setup
	@$(BIN)/hangar bench

# Needs Debian's espeak-ng and opus-tools; a person's recording under the same name is left alone.
voices: setup
	@$(BIN)/python -m web.voices

independent: setup
	@.ci/independent && $(BIN)/pytest -q tests/independent $(PYTEST)

hardware-in-qemu: setup
	@.ci/hardware-in-qemu

format: setup
	@$(BIN)/ruff check --fix -q . && $(BIN)/ruff format -q .
