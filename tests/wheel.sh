#!/bin/sh
# Run the suite against the built wheel, with the cleaner/ folder out of the way.
# Takes PYTHON (with the development packages) and, if there is one, UV from the environment.
set -eu
work=$(mktemp -d)
chmod 755 "$work" # some tests run as another user
trap 'rm -rf "$work"' EXIT
tools="pytest pytest-xdist hypothesis tomlkit jsonschema"
"$PYTHON" -m build --wheel --outdir "$work/dist" . >"$work/build.log" 2>&1 || { cat "$work/build.log"; exit 1; }
"$PYTHON" -m venv "$work/venv"
if [ -n "${UV:-}" ]; then
    "$UV" pip install --quiet --python "$work/venv/bin/python" "$work"/dist/*.whl $tools
else
    "$work/venv/bin/python" -m pip install --quiet --disable-pip-version-check "$work"/dist/*.whl $tools
fi
mkdir "$work/tree"
cp -r tests fixtures docs benchmarks pyproject.toml README.md "$work/tree/"
cd "$work/tree"
test ! -e cleaner
exec_dir=$("$work/venv/bin/python" -c 'import cleaner, pathlib; print(pathlib.Path(cleaner.__file__).parent)')
echo "    from $(basename "$(dirname "$exec_dir")")/cleaner"
"$work/venv/bin/python" -m pytest -n auto tests -p no:cacheprovider
