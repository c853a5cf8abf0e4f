chmod +x "$PIPEWRIGHT_BIN"/*
exec "$PIPEWRIGHT_BIN/pipewright-runtime" aggregate \
  --input cells --output aggregate --expect plan/plan.json{% if history %} --history history{% endif %} \
  --branch "$BRANCH" --commit "$COMMIT" --trigger "$TRIGGER" --format json,html,junit,ctrf
