chmod +x "$PIPEWRIGHT_BIN"/*
"$PIPEWRIGHT_BIN/pipewright" gen --check --format github{{ pipeline_option }}
