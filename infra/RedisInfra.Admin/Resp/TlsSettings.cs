using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace RedisInfra.Admin.Resp;

/// <summary>How a server's certificate is checked.</summary>
public sealed record TlsSettings
{
    /// <summary>PEM of the CA(s) to trust, and only these; null trusts what the system trusts.</summary>
    public string? CaCertificate { get; init; }

    /// <summary>Accept a certificate whose names don't match the host; its CA is checked all the same.</summary>
    public bool SkipNameCheck { get; init; }

    /// <summary>Does the handshake as a client and gives the encrypted stream.</summary>
    /// <exception cref="RedisConnectionException">The handshake failed; the stream is closed.</exception>
    public async ValueTask<Stream> WrapAsync(Stream stream, string host, CancellationToken cancellationToken)
    {
        var tls = new SslStream(stream, leaveInnerStreamOpen: false);
        var errors = SslPolicyErrors.None;
        try
        {
            await tls.AuthenticateAsClientAsync(Options(host, seen => errors = seen), cancellationToken);
            return tls;
        }
        catch (Exception exception) when (exception is AuthenticationException or IOException or CryptographicException)
        {
            await tls.DisposeAsync();
            string why = errors switch
            {
                SslPolicyErrors.None => "the server doesn't speak TLS at this port, or refuses ours",
                SslPolicyErrors.RemoteCertificateNameMismatch => $"its certificate doesn't name {host}",
                _ => "its certificate isn't signed by a trusted CA or isn't valid",
            };
            throw new RedisConnectionException(ConnectionFailure.Tls, $"no TLS connection to {host}: {why}", exception);
        }
        catch
        {
            await tls.DisposeAsync();
            throw;
        }
    }

    private SslClientAuthenticationOptions Options(string host, Action<SslPolicyErrors> report)
    {
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = host,
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            RemoteCertificateValidationCallback = (_, _, _, errors) =>
            {
                if (SkipNameCheck) errors &= ~SslPolicyErrors.RemoteCertificateNameMismatch;
                report(errors);
                return errors == SslPolicyErrors.None;
            },
        };
        if (CaCertificate is null) return options;
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        policy.CustomTrustStore.ImportFromPem(CaCertificate);
        options.CertificateChainPolicy = policy;
        return options;
    }
}
