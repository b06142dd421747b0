# SPDX-License-Identifier: MIT
"""`harp-bridge models`: what a list of models holds."""

from __future__ import annotations

import argparse
import json
import os
import sys
import textwrap

from .._errors import fail
from .._models import INPUT_KINDS, OUTPUT_KINDS, Model, ModelList, NoModelList, fetch_models
from .common import FileProblem, Subparsers, add_command, settings_of

__all__ = ["add"]

_DEFAULT = "HARP_MODELS"


def add(commands: Subparsers[argparse.ArgumentParser]) -> None:
    models = add_command(commands, "models", "list and search the models that a models.json names", _run, address=False)
    models.add_argument(
        "list",
        metavar="FILE|ADDRESS",
        nargs="?",
        help=f"the models.json, or its https address (default: what the environment variable {_DEFAULT} names)",
    )
    models.add_argument("--search", metavar="WORDS", default="", help="that mention all of these words")
    models.add_argument(
        "--input", dest="inputs", action="append", default=[], choices=INPUT_KINDS, help="that takes this"
    )
    models.add_argument(
        "--output", dest="outputs", action="append", default=[], choices=OUTPUT_KINDS, help="that returns this"
    )


async def _run(options: argparse.Namespace) -> int:
    source = options.list or os.environ.get(_DEFAULT)
    if not source:
        raise fail("command_invalid", detail=f"name a models.json or its address, or set {_DEFAULT}")
    try:
        everything = await fetch_models(source, settings_of(options))
    except NoModelList as problem:
        raise FileProblem(str(problem)) from None
    found = everything.matching(options.search.split(), options.inputs, options.outputs)
    if options.json:
        print(json.dumps(found.to_json(), ensure_ascii=False, indent=2))
        return 0
    print(_text(found))
    for note in found.notes:
        print(note, file=sys.stderr)
    return 0


def _text(found: ModelList) -> str:
    title = [found.name + (f" ({found.updated})" if found.updated else "")] if found.name else []
    return "\n\n".join([*title, *(_model(model) for model in found.models), _count(len(found.models))])


def _model(model: Model) -> str:
    lines = [model.name + (f", by {model.author}" if model.author else "")]
    lines += textwrap.wrap(model.description, 100) if model.description else []
    lines.append(f"{', '.join(model.inputs) or 'no input'} -> {', '.join(model.outputs) or 'no output'}")
    words = [*model.categories, *model.tags]
    lines += [", ".join(words)] if words else []
    facts = [f"licence {model.licence}"] if model.licence else []
    if model.keeps_audio is not None:
        facts.append("keeps your audio" if model.keeps_audio else "does not keep your audio")
    if model.max_duration is not None:
        facts.append(f"at most {model.max_duration:g} s")
    lines += ["; ".join(facts)] if facts else []
    return "\n  ".join([*lines, model.address])


def _count(number: int) -> str:
    return "1 model" if number == 1 else f"{number} models"
