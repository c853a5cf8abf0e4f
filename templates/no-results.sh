# Needs nothing of this run, since whatever should have made the report may be what is broken. Where there is a report, the
# step before has told what is in it.
if [ -f aggregate/summary.json ]; then
  exit 0
fi
title="Test Results: NO RESULTS"
said="The run ended before there were any: $GITHUB_SERVER_URL/$GITHUB_REPOSITORY/actions/runs/$GITHUB_RUN_ID"
red=0
# What curl is told is not among its words, where other processes could read it.
word() {
  local text
  text=$(printf '%s' "$1" | tr -d '\r\n')
  text=${text//\\/\\\\}
  printf '"%s"\n' "${text//\"/\\\"}"
}
send() {
  curl --silent --fail --max-time 60 --config <(printf '%s\n' "$settings") "$@"
}
failed() {
  echo "::error title=report alerts::$1"
  red=1
}
{%- if slack %}
case ${SLACK_WEBHOOK:-} in
  https://* | http://127.0.0.1:*)
    settings="url = $(word "$SLACK_WEBHOOK")"
    send --header 'Content-Type: application/json' --data "{\"text\":\"$title. $said\"}" ||
      failed "Slack does not take the message: curl ended with $?"
    ;;
  *) failed "SLACK_WEBHOOK is no https URL: Slack shows it under Incoming Webhooks of your app" ;;
esac
{%- endif %}
{%- if email %}
from=${EMAIL_FROM:-$EMAIL_USER}
from=${from##*<}
from=${from%%>*}
settings="url = $(word "$EMAIL_SCHEME://$EMAIL_SMTP:$EMAIL_PORT")
user = $(word "$EMAIL_USER:$EMAIL_PASSWORD")
mail-from = $(word "$from")"
while IFS= read -r to; do
  to=${to##*<}
  settings="$settings
mail-rcpt = $(word "${to%%>*}")"
done < <(printf '%s\n' "${EMAIL_TO:-}" | tr ',' '\n' | tr -d '\r' | sed 's/^ *//; s/ *$//; /^$/d')
date=$(LC_ALL=C date --utc '+%a, %d %b %Y %H:%M:%S +0000')
printf '%s\r\n' "From: Pipewright <$(printf '%s' "$from" | tr -d '\r\n')>" "Subject: $title ($GITHUB_REPOSITORY)" \
  "Date: $date" "Auto-Submitted: auto-generated" "" "$said" | send --ssl-reqd --upload-file - ||
  failed "the mail server does not take the message: curl ended with $?"
{%- endif %}
exit "$red"
