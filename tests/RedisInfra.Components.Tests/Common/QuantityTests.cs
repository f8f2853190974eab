using RedisInfra.Components.Common;

namespace RedisInfra.Components.Tests.Common;

public sealed class QuantityTests
{
    [Theory]
    [InlineData("1Gi", "1073741824")]
    [InlineData("1.5Gi", "1610612736")]
    [InlineData("512Mi", "536870912")]
    [InlineData("2G", "2000000000")]
    [InlineData("250m", "0.25")]
    [InlineData("1e3", "1000")]
    [InlineData("1E-1", "0.1")]
    [InlineData(".5", "0.5")]
    [InlineData("0", "0")]
    public void Parse_Quantity_HasItsValueAndText(string text, string value)
    {
        var quantity = Quantity.Parse(text);

        Assert.Equal(decimal.Parse(value, System.Globalization.CultureInfo.InvariantCulture), quantity.Value);
        Assert.Equal(text, quantity.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("Gi")]
    [InlineData("1GB")]
    [InlineData("1gi")]
    [InlineData("1 Gi")]
    [InlineData("-1Gi")]
    [InlineData("1.2.3")]
    [InlineData("9999999Ei")]
    [InlineData("1e99")]
    [InlineData("79228162514264337593543950335Ei")]
    public void TryParse_NoQuantity_IsFalse(string text) => Assert.False(Quantity.TryParse(text, out _));

    [Fact]
    public void Parse_NoQuantity_SaysHowToWriteIt() => Assert.Equal(
        "\"1GB\" is no Kubernetes quantity such as 512Mi, 1Gi or 250m.",
        Assert.Throws<FormatException>(() => Quantity.Parse("1GB")).Message);

    [Fact]
    public void Compare_DifferentUnits_GoesByValue()
    {
        Assert.Equal(Quantity.Parse("1024Mi"), Quantity.Gibibytes(1));
        Assert.True(Quantity.Parse("1G").CompareTo(Quantity.Gibibytes(1)) < 0);
        Assert.Equal(1, Quantity.Parse("1m").Bytes);
    }
}
