"""Give originals back from clean files and their edit log: python docs/rebuild.py LOG OUTDIR

Start this where the run was started. Writes below OUTDIR, never over a file, each original whose
sha256 is the logged one, and exits with 1 if one was missing. log.md explains the columns."""

import hashlib
import json
import sys
from pathlib import Path, PurePosixPath


def read_log(lines):
    """Return (document, its edits) in the order of the log; each line is JSON."""
    found = []
    for row in map(json.loads, lines):
        if row["kind"] == "header" and row["schema"] != 1:
            sys.exit(f"schema {row['schema']} of the log is unknown; this script reads 1")
        if row["kind"] == "document":
            found.append((row, []))
        if row["kind"] == "edit":
            found[-1][1].append(row)
    return found


def split(whole, codecs):
    """Return the parts of a text or of bytes with their codecs, each beside where it begins."""
    ends = [*(start for start, _ in codecs[1:]), len(whole)]
    return [(whole[at:end], name) for (at, name), end in zip(codecs, ends, strict=True)]


def rebuild(document, edits, clean):
    """Return the original bytes of one document from its clean bytes."""
    if hashlib.sha256(clean).hexdigest() != document["sha256_clean"]:
        raise ValueError("the clean file is not the one that was logged")
    original = clean
    if document["sha256_original"] != document["sha256_clean"]:
        bom = bytes.fromhex(document["bom"])
        body = split(clean[len(bom) :], document["clean_codecs"])
        text, parts, done = "".join(part.decode(name) for part, name in body), [], 0
        for edit in edits:
            parts += (text[done : edit["clean_start"]], edit["original"])
            done = edit["clean_start"] + len(edit["text"])
        text = split("".join([*parts, text[done:]]), document["codecs"])
        original = bom + b"".join(part.encode(name) for part, name in text)
    if hashlib.sha256(original).hexdigest() != document["sha256_original"]:
        raise ValueError("the rebuilt bytes are not the original's")
    return original


def main(log, out):
    code = 0
    for document, edits in read_log(Path(log).read_bytes().splitlines()):
        names = PurePosixPath(document["source"]).parts
        target = Path(out, *(name for name in names if name not in ("/", "..")))
        try:
            original = rebuild(document, edits, Path(document["output"] or "").read_bytes())
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("xb") as file:
                file.write(original)
        except (OSError, ValueError) as error:
            code, why = 1, error if document["output"] else "the run wrote no clean file"
            sys.stderr.write(f"{document['source']!r}: {why}\n")
    return code


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]) if len(sys.argv) == 3 else __doc__)
