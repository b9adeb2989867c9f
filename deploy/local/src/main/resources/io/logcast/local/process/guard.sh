# Runs a command, and ends it when the process at the other end of stdin ends, even by kill -9.
# usage: guard.sh GRACE_SECONDS COMMAND...; a line on stdin names a signal for the command's process group.
grace=$1
shift
exec 3<&0
# Ctrl-C and a closed terminal are handled by the owner, which then stops its processes in the right order.
trap : INT HUP TERM
# Job control gives each child a process group of its own, which those signals do not reach.
set -m
"$@" </dev/null 3<&- &
command=$!
{
  while read -r signal; do kill -s "$signal" -- "-$command"; done
  kill -s TERM -- "-$command"
  for ((i = 0; i < grace * 10; i++)); do
    kill -0 -- "-$command" || exit
    sleep 0.1
  done
  kill -s KILL -- "-$command"
} <&3 >/dev/null 2>&1 &
reader=$!
# Otherwise bash reports the end of the reader in the log.
disown "$reader"
set +m
exec 3<&- </dev/null
# A signal to this script interrupts the wait while the command may still be alive.
while :; do
  wait "$command"
  status=$?
  kill -0 "$command" 2>/dev/null || break
done
kill -s KILL -- "-$command" "-$reader" 2>/dev/null
exit "$status"
