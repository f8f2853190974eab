namespace RedisInfra.Components.Cluster;

/// <summary>
/// rejoin.sh: finds the other members again after many pods have moved at once. It runs beside the server from its
/// start until every member that this one knows has answered. POSIX sh that needs redis-cli and sleep.
/// </summary>
internal static class RejoinScript
{
    public const string Text = """
        #!/bin/sh
        # Finds the members again that this node has lost, or that have lost it. One moved pod is found by itself: it
        # knows the others. When many move at once nobody knows anybody, because Redis stores names but never resolves
        # them (redis #15136). The names are the pods' stable ones; CLUSTER MEET corrects the address of a known node.
        #
        # A name may lead anywhere for a while, so nobody is met by name: whatever answers there is met, at the address
        # that it gives, only when it is that peer by its id, and has this node among its own. So clusters never merge,
        # and a node that was removed while it was away stays removed.
        set -u

        run=/run/redisinfra
        cr=$(printf '\r')
        ask() { redis-cli -h 127.0.0.1 -p 6379 "$@" 2>/dev/null; }

        # "id:name" of the peers that haven't answered since $1 (seconds). A link counts as connected while the
        # connection to an old address is still being tried, and nobody is called failing before the node timeout, so
        # neither tells that a peer was found.
        lost_peers() {
            ask CLUSTER NODES | while read -r id address flags _ _ pong _ link _; do
                case $flags in
                    *myself* | *handshake*) continue ;;
                    *fail* | *noaddr*) ;;
                    *) [ "$link" != connected ] || [ "$pong" -le "${1}999" ] || continue ;;
                esac
                name=${address#*,}
                name=${name%%,*}
                [ -z "$name" ] || [ "$name" = "$address" ] || printf '%s:%s\n' "$id" "$name"
            done
        }

        # Asks lost peers who they are, each by a process of its own: names may be slow, and an address that nobody has
        # takes minutes. Few at a time, since each costs this container memory, and each again only after all others.
        ask_peers() {
            waiting=
            for peer in $1; do
                case $asked in
                    *" $peer "*) ;;
                    *) waiting="$waiting $peer" ;;
                esac
            done
            if [ -z "$waiting" ]; then
                asked=' '
                waiting=$1
            fi
            for peer in $waiting; do
                [ "$under_way" -lt 16 ] || return 0
                case $asking in
                    *" $peer:"*) continue ;;
                esac
                redis-cli -h "${peer#*:}" -p 6379 CLUSTER NODES >"$run/peer.${peer%%:*}" 2>/dev/null &
                asking="$asking$peer:$!:$((tick + 30)) "
                asked="$asked$peer "
                under_way=$((under_way + 1))
            done
        }

        # Looks at what was answered since the last time.
        hear_peers() {
            still=' '
            under_way=0
            for one in $asking; do
                id=${one%%:*}
                rest=${one#*:}
                name=${rest%%:*}
                rest=${rest#*:}
                if ! kill -0 "${rest%%:*}" 2>/dev/null; then
                    meet "$id" "$name"
                elif [ "$tick" -lt "${rest#*:}" ]; then
                    still="$still$one "
                    under_way=$((under_way + 1))
                else
                    kill "${rest%%:*}" 2>/dev/null
                fi
            done
            asking=$still
        }

        # Meets the peer $1, called $2, when it is what answered, and knows this node.
        meet() {
            me=$(ask CLUSTER MYID)
            ip=
            knows_me=
            while read -r id address flags _; do
                case $id,$flags in
                    "$1",*myself*)
                        address=${address%%@*}
                        ip=${address%:*}
                        ;;
                    "$me",*handshake*) ;;
                    "$me",*) knows_me=yes ;;
                esac
            done <"$run/peer.$1"
            [ -n "$ip" ] || return 0
            if [ -n "$knows_me" ]; then
                ask CLUSTER MEET "$ip" 6379 >/dev/null
            else
                case $strangers in
                    *" $1 "*) ;;
                    *)
                        strangers="$strangers$1 "
                        printf '%s does not have this node in its cluster (any more), so it is not met\n' "$2"
                        ;;
                esac
            fi
        }

        # The address and the id of this replica's master, as this node has it; nothing for a master.
        master_of() {
            nodes=$(ask CLUSTER NODES)
            master=$(printf '%s\n' "$nodes" | while read -r _ _ flags of _; do
                case $flags in
                    *myself*slave*) printf '%s\n' "$of" ;;
                esac
            done)
            [ -n "$master" ] || return 0
            printf '%s\n' "$nodes" | while read -r id address _; do
                address=${address%%@*}
                [ "$id" != "$master" ] || printf '%s %s\n' "${address%:*}" "$id"
            done
        }

        # An address learnt from gossip goes into the node table only: a replica still tries its master's old one until
        # it is told again whom it replicates. Fails while the link to the master is down.
        follow_master() {
            replication=$(ask INFO replication)
            case $replication in
                *master_link_status:down*) ;;
                *) return 0 ;;
            esac
            master=$(master_of)
            case $replication in
                *"master_host:${master% *}$cr"*) ;;
                *) [ -z "$master" ] || ask CLUSTER REPLICATE "${master#* }" >/dev/null ;;
            esac
            return 1
        }

        tick=0
        settled=0
        since=
        asking=' '
        asked=' '
        under_way=0
        strangers=' '
        # For as long as somebody is lost: who was away for hours is found as well.
        while [ "$settled" -lt 5 ]; do
            if [ "$tick" -lt 120 ]; then sleep 1; else sleep 10; fi
            [ "$(ask PING)" = PONG ] || continue
            tick=$((tick + 1))
            if [ -z "$since" ]; then
                since=$(ask TIME)
                since=${since%%[!0-9]*}
                continue
            fi
            hear_peers
            settled=$((settled + 1))
            follow_master || settled=0
            lost=$(lost_peers "$since")
            [ -z "$lost" ] || settled=0
            ask_peers "$lost"
        done

        """;
}
