chmod +x "$PIPEWRIGHT_BIN"/*
exec "$PIPEWRIGHT_BIN/pipewright-runtime" report {{ reporter }} --input aggregate
