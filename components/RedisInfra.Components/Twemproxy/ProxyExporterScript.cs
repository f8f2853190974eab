namespace RedisInfra.Components.Twemproxy;

/// <summary>
/// What nutcracker counts, for Prometheus: it tells JSON to whoever connects, and no exporter of it is kept up. The
/// script needs perl without further modules, which Debian always has (perl-base).
/// </summary>
internal static class ProxyExporterScript
{
    public const string File = "exporter.pl";

    public const string Text = """
        #!/usr/bin/perl
        # exporter.pl: answers GET /metrics on METRICS_PORT with what nutcracker tells at PROXY_STATS_PORT, and GET
        # /health with ok. Each client has a process of its own, which an alarm ends: one that is slow or silent keeps
        # nobody waiting. It knows no password.
        use strict;
        use warnings;
        use IO::Socket::INET;
        use POSIX qw(WNOHANG);

        my $clients_at_once = 4;
        my $client_seconds = 5;
        my $stats_seconds = 3;
        my $head_bytes = 8192;
        my $stats_bytes = 4 * 1024 * 1024;

        my @of_pools = (
            ['client_connections', 'gauge', 'Connections of clients.'],
            ['client_eof', 'counter', 'Connections that clients ended.'],
            ['client_err', 'counter', 'Connections of clients that failed.'],
            ['forward_error', 'counter', 'Requests that could not be forwarded.'],
            ['fragments', 'counter', 'Parts of requests whose keys are on several servers.'],
            ['server_ejects', 'counter', 'How often a server was left out because it failed.'],
        );
        my @of_servers = (
            ['server_connections', 'gauge', 'Connections to the server.'],
            ['server_eof', 'counter', 'Connections that the server ended.'],
            ['server_err', 'counter', 'Connections to the server that failed.'],
            ['server_timedout', 'counter', 'Connections that ended because the server took too long.'],
            ['requests', 'counter', 'Requests to the server.'],
            ['request_bytes', 'counter', 'Bytes of requests to the server.'],
            ['responses', 'counter', 'Replies of the server.'],
            ['response_bytes', 'counter', 'Bytes of replies of the server.'],
            ['in_queue', 'gauge', 'Requests that wait to be sent.'],
            ['in_queue_bytes', 'gauge', 'Bytes of requests that wait to be sent.'],
            ['out_queue', 'gauge', 'Requests that wait for their reply.'],
            ['out_queue_bytes', 'gauge', 'Bytes of requests that wait for their reply.'],
        );

        # What nutcracker tells; as much of it as comes in time.
        sub ask_nutcracker {
            my $text = '';
            eval {
                local $SIG{ALRM} = sub { die "too slow\n" };
                alarm $stats_seconds;
                my $socket = IO::Socket::INET->new(
                    PeerAddr => '127.0.0.1', PeerPort => $ENV{PROXY_STATS_PORT}, Proto => 'tcp') or die "$@\n";
                while (length $text < $stats_bytes && sysread $socket, my $part, 65536) { $text .= $part }
            };
            alarm $client_seconds;
            return $text;
        }

        # The pools in it, each with its servers; nothing when it isn't whole. Names are in it as they are written in
        # the configuration, without escapes: one ends where a quotation mark and a colon follow.
        sub read_stats {
            my ($text) = @_;
            my @pools;
            my $depth = 1;
            $text =~ /\G\s*\{/gc or return;
            while ($depth > 0) {
                if ($text =~ /\G[\s,]*\}/gc) { $depth--; next }
                $text =~ /\G[\s,]*"(.*?)":\s*/gcs or return;
                my $name = $1;
                if ($text =~ /\G\{/gc) {
                    my $new = { name => $name, figures => {}, servers => [] };
                    if (++$depth == 2) { push @pools, $new }
                    elsif ($depth == 3) { push @{$pools[-1]{servers}}, $new }
                    else { return }
                }
                elsif ($text =~ /\G(-?\d+)/gc) {
                    if ($depth == 2) { $pools[-1]{figures}{$name} = $1 }
                    elsif ($depth == 3) { $pools[-1]{servers}[-1]{figures}{$name} = $1 }
                }
                else { $text =~ /\G"[^"]*"/gc or return }
            }
            return \@pools;
        }

        sub quoted {
            my ($text) = @_;
            $text =~ s/(["\\])/\\$1/g;
            $text =~ s/\n/\\n/g;
            return "\"$text\"";
        }

        # A figure of all that have it; @series are pairs of labels and figures.
        sub described {
            my ($figure, @series) = @_;
            my ($name, $type, $help) = @$figure;
            my $metric = 'nutcracker_' . $name . ($type eq 'counter' ? '_total' : '');
            my @lines = map { "$metric\{$_->[0]} $_->[1]{$name}\n" } grep { defined $_->[1]{$name} } @series;
            return @lines ? join('', "# HELP $metric $help\n", "# TYPE $metric $type\n", @lines) : '';
        }

        sub metrics {
            my $pools = read_stats(ask_nutcracker());
            my $text = "# HELP nutcracker_up Whether nutcracker tells its figures.\n# TYPE nutcracker_up gauge\n"
                . 'nutcracker_up ' . ($pools ? 1 : 0) . "\n";
            my (@pools, @servers);
            for my $pool ($pools ? @$pools : ()) {
                my $label = 'pool=' . quoted($pool->{name});
                push @pools, [$label, $pool->{figures}];
                push @servers, ["$label,server=" . quoted($_->{name}), $_->{figures}] for @{$pool->{servers}};
            }
            $text .= described($_, @pools) for @of_pools;
            $text .= described($_, @servers) for @of_servers;
            return $text;
        }

        sub reply {
            my ($client, $status, $text) = @_;
            my $reply = "HTTP/1.1 $status\r\nContent-Type: text/plain; version=0.0.4; charset=utf-8\r\n"
                . 'Content-Length: ' . length($text) . "\r\nConnection: close\r\n\r\n$text";
            my $sent = 0;
            while ($sent < length $reply) { $sent += syswrite($client, $reply, 65536, $sent) || return }
            # It may still be sending, and to end the connection now could take the reply from it.
            shutdown $client, 1;
            1 while sysread $client, my $rest, 4096;
        }

        sub serve {
            my ($client) = @_;
            my $head = '';
            until ($head =~ /\r?\n\r?\n/) {
                sysread $client, $head, 1024, length $head or return;
                return reply($client, '431 Request Header Fields Too Large', "it is too long\n")
                    if length $head > $head_bytes;
            }
            my ($method, $path) = $head =~ m{\A([A-Z]+) (/[^\s?]*)\S* HTTP/1\.[01]\r?\n}
                or return reply($client, '400 Bad Request', "this is no request\n");
            return reply($client, '405 Method Not Allowed', "only GET\n") if $method ne 'GET';
            return reply($client, '200 OK', metrics()) if $path eq '/metrics';
            return reply($client, '200 OK', "ok\n") if $path eq '/health';
            return reply($client, '404 Not Found', "there are /metrics and /health\n");
        }

        my $listener = IO::Socket::INET->new(
            LocalAddr => '0.0.0.0', LocalPort => $ENV{METRICS_PORT}, Proto => 'tcp', Listen => 16, ReuseAddr => 1)
            or die "port $ENV{METRICS_PORT}: $@\n";
        # The kernel keeps a signal without a handler from process 1.
        $SIG{TERM} = $SIG{INT} = sub { exit 0 };
        $SIG{PIPE} = 'IGNORE';
        my $children = 0;
        while (1) {
            my $client = $listener->accept or next;
            $children-- while waitpid(-1, WNOHANG) > 0;
            my $child = $children < $clients_at_once ? fork : undef;
            if (defined $child && $child == 0) {
                $SIG{TERM} = $SIG{INT} = 'DEFAULT';
                close $listener;
                alarm $client_seconds;
                serve($client);
                exit 0;
            }
            $children++ if defined $child;
            close $client;
        }

        """;
}
