chmod +x "$PIPEWRIGHT_BIN"/*
# The runtime takes the place of the shell, so that it is the one that GitHub's signals reach.
exec "$PIPEWRIGHT_BIN/pipewright-runtime" execute{{ pipeline_option }} --version "$VERSION" --scenario "$SCENARIO" --output results
