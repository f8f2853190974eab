using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace RedisInfra.Model.Observation;

/// <summary>
/// A digest of what a plan depends on: who the masters are, their epochs, slots and open slots. A plan is carried out
/// only while it is the same.
/// </summary>
public static class ClusterFingerprint
{
    private const int Digits = 16;

    /// <summary>The digest of the masters' own views: 16 hexadecimal digits.</summary>
    public static string Of(ObservedCluster observed)
    {
        var text = new StringBuilder();
        foreach (var view in observed.Live.Where(view => view.Self.IsMaster).OrderBy(view => view.Self.Id))
        {
            text.Append(CultureInfo.InvariantCulture,
                $"{view.Member.Name} {view.Self.Id} {view.Self.ConfigEpoch} {view.Self.Slots}");
            foreach (var open in view.Self.OpenSlots.OrderBy(open => open.Slot))
                text.Append(CultureInfo.InvariantCulture, $" [{open.Slot} {open.Direction} {open.Peer}]");
            text.Append('\n');
        }
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..Digits];
    }
}
