"""The call to a model, ready to paste into a terminal, Python and Excel."""

from __future__ import annotations

import json
import pprint
import shlex
from collections.abc import Mapping
from typing import Any


def curl(url: str, body: Mapping[str, Any]) -> str:
    return (
        f'curl {shlex.quote(url)} \\\n  -H "Authorization: Bearer $TOKEN" \\\n'
        f"  -H 'Content-Type: application/json' \\\n  -d {shlex.quote(json.dumps(body, ensure_ascii=False))}"
    )


def python(url: str, body: Mapping[str, Any]) -> str:
    """With nothing but the standard library."""
    return "\n".join(
        [
            "import json, os, urllib.request",
            "",
            f"body = {pprint.pformat(dict(body), sort_dicts=False, width=88)}",
            "request = urllib.request.Request(",
            f"    {url!r},",
            "    data=json.dumps(body).encode(),",
            "    headers={",
            "        'Authorization': 'Bearer ' + os.environ['TOKEN'],",
            "        'Content-Type': 'application/json',",
            "    },",
            ")",
            "answer = json.load(urllib.request.urlopen(request))",
            "print(answer['predictions'])",
        ]
    )


def excel(url: str, body: Mapping[str, Any]) -> str:
    """For Power Query: Data, Get Data, Blank Query, Advanced Editor."""
    text = json.dumps(body, ensure_ascii=False).replace('"', '""')
    return "\n".join(
        [
            "let",
            '    Token = "alm_...",',
            f'    Body = "{text}",',
            f'    Answer = Json.Document(Web.Contents("{url}", [',
            '        Headers = [#"Authorization" = "Bearer " & Token, #"Content-Type" = "application/json"],',
            "        Content = Text.ToBinary(Body)",
            "    ])),",
            "    Predictions = Table.FromRecords(Answer[predictions])",
            "in",
            "    Predictions",
        ]
    )
