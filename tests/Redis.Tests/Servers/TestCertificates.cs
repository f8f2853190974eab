using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Redis.Tests.Servers;

/// <summary>A CA and a server certificate that it signed, as PEM files in a folder.</summary>
public sealed class TestCertificates
{
    private TestCertificates(string ca, string[] arguments) => (CaCertificate, Arguments) = (ca, arguments);

    public string CaCertificate { get; }

    /// <summary>What a server is started with, besides its ports.</summary>
    public string[] Arguments { get; }

    public static TestCertificates Make(string folder, string? name = null)
    {
        using var caKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var caRequest = new CertificateRequest("CN=Test CA", caKey, HashAlgorithmName.SHA256);
        caRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var from = TimeProvider.System.GetUtcNow().AddDays(-1);
        using var ca = caRequest.CreateSelfSigned(from, from.AddDays(30));
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=redis", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        if (name is null) names.AddIpAddress(IPAddress.Loopback);
        else names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.Create(ca, from, from.AddDays(20), RandomNumberGenerator.GetBytes(8));
        string caFile = Write(folder, "ca.pem", ca.ExportCertificatePem());
        string[] arguments =
        [
            "--tls-ca-cert-file", caFile, "--tls-auth-clients", "no", "--tls-replication", "yes", "--tls-cluster",
                "yes",
            "--tls-cert-file", Write(folder, "cert.pem", certificate.ExportCertificatePem()),
            "--tls-key-file", Write(folder, "key.pem", key.ExportPkcs8PrivateKeyPem()),
        ];
        return new TestCertificates(ca.ExportCertificatePem(), arguments);
    }

    private static string Write(string folder, string name, string content)
    {
        string path = Path.Combine(folder, name);
        File.WriteAllText(path, content);
        return path;
    }
}
