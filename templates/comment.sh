mkdir -p "$DATA"
exec "$PIPEWRIGHT_BIN/pipewright-runtime" report comment --input "$DATA" --workflow "$WORKFLOW"
