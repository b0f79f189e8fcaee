#!/bin/sh
# Makes docs/assets/js/leveranciers/formulier.js and pyodide/ again, from package-lock.json and requirements.lock.
# For maintainers: needs node and npm, and the .venv of the project. See README.md.
set -eu
cd "$(dirname "$0")"
OUT=../docs/assets/js/leveranciers
PIP=../.venv/bin/pip
npm ci --ignore-scripts --no-audit --no-fund
node node_modules/esbuild/install.js
npx esbuild formulier.entry.js --bundle --minify --format=esm --target=es2022 --legal-comments=none \
  --alias:@rjsf/validator-ajv8=./niets.js --alias:markdown-to-jsx/react=./niets.js \
  '--define:process.env.NODE_ENV="production"' --outfile="$OUT/formulier.js"
mkdir -p "$OUT/pyodide"
for file in pyodide.asm.wasm python_stdlib.zip pyodide-lock.json; do
  install -m 644 "node_modules/pyodide/$file" "$OUT/pyodide/$file"
done
for file in pyodide pyodide.asm; do  # under a name that every server knows as a script
  install -m 644 "node_modules/pyodide/$file.mjs" "$OUT/pyodide/$file.js"
done
# The compiled part of pydantic for this interpreter, in the version of requirements.lock.
VERSION=$(../.venv/bin/python -c 'import pydantic_core; print(pydantic_core.__version__)')
WORK=$(mktemp -d)
"$PIP" download --quiet --no-deps --only-binary :all: --implementation cp --python-version 314 --abi cp314 \
  --platform pyemscripten_2026_0_wasm32 --dest "$WORK" "pydantic_core==$VERSION"
install -m 644 "$WORK"/pydantic_core-*.whl "$OUT/pyodide/pydantic_core.whl"
rm -r "$WORK"
