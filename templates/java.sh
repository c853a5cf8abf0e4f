# Hosted runners bring several versions of Java and name the home of each.
case "$RUNNER_ARCH" in
  ARM64) home="JAVA_HOME_${JAVA_VERSION}_arm64" ;;
  *) home="JAVA_HOME_${JAVA_VERSION}_X64" ;;
esac
if [ -z "${!home:-}" ]; then
  echo "::error::this runner has no Java $JAVA_VERSION ($home is not set); known: ${!JAVA_HOME_*}"
  exit 1
fi
echo "JAVA_HOME=${!home}" >> "$GITHUB_ENV"
echo "${!home}/bin" >> "$GITHUB_PATH"
