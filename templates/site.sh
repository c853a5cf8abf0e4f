chmod +x "$PIPEWRIGHT_BIN"/*
exec "$PIPEWRIGHT_BIN/pipewright-runtime" report site --input aggregate --history earlier --output site
