# A whole target for any POSIX shell. It answers one question, and reads JSON as text: that is enough
# where every value is a word of a short list.
#
# Run it with:  pytest --target="cmd:sh examples/target.sh"

while IFS= read -r line; do
  id=${line#'{"id":'}
  id=${id%%,*}
  case $line in
    *'"question":"describe"'*)
      answer='{"contract":1,"questions":["protection"],"name":"our shell"}' ;;
    *'"state":"in-transit"'*) answer='"tls"' ;;
    *'"channel":"model-traffic"'*) answer='"none"' ;;
    *) answer='"aes-256"' ;;
  esac
  printf '{"id":%s,"answer":%s}\n' "$id" "$answer"
done
