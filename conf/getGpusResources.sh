#!/usr/bin/env bash
# Tells Spark which GPUs this machine has, as spark.executor.resource.gpu.discoveryScript wants it:
#   {"name": "gpu", "addresses": ["0", "1"]}
set -euo pipefail

if ! command -v nvidia-smi > /dev/null; then
  echo "error: no nvidia-smi found, so the GPUs of this machine can not be listed" >&2
  exit 1
fi
addresses="$(nvidia-smi --query-gpu=index --format=csv,noheader | sed 's/.*/"&"/' | paste -sd, -)"
echo "{\"name\": \"gpu\", \"addresses\": [${addresses//,/, }]}"
