# Fails when no schedule owns the cron that fired, or when what was chosen selects no cell: a run in which nothing
# would be tested must be red.
set -- --event "$EVENT" --format json
{%- if scheduled %}
if [ "$EVENT" = schedule ]; then
  set -- "$@" --cron "$CRON"
fi
{%- endif %}
{%- if by_hand %}
if [ "$EVENT" = workflow_dispatch ]; then
  set -- "$@" --input "{{ suite_input }}=$SUITE" --input "{{ version_input }}=$VERSION"
fi
{%- endif %}
"$PIPEWRIGHT_BIN/pipewright" plan{{ pipeline_option }} "$@" | tee plan.json
