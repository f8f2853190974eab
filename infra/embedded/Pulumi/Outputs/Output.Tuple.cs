namespace Pulumi;

public static partial class Output
{
    public static Output<(T1, T2)> Tuple<T1, T2>(
        Input<T1> item1, Input<T2> item2) =>
        Combine([item1.ToOutput(), item2.ToOutput()],
            v => (At<T1>(v, 0), At<T2>(v, 1)));

    public static Output<(T1, T2)> Tuple<T1, T2>(
        Output<T1> item1, Output<T2> item2) =>
        Combine([item1, item2],
            v => (At<T1>(v, 0), At<T2>(v, 1)));

    public static Output<(T1, T2, T3)> Tuple<T1, T2, T3>(
        Input<T1> item1, Input<T2> item2, Input<T3> item3) =>
        Combine([item1.ToOutput(), item2.ToOutput(), item3.ToOutput()],
            v => (At<T1>(v, 0), At<T2>(v, 1), At<T3>(v, 2)));

    public static Output<(T1, T2, T3)> Tuple<T1, T2, T3>(
        Output<T1> item1, Output<T2> item2, Output<T3> item3) =>
        Combine([item1, item2, item3],
            v => (At<T1>(v, 0), At<T2>(v, 1), At<T3>(v, 2)));

    public static Output<(T1, T2, T3, T4)> Tuple<T1, T2, T3, T4>(
        Input<T1> item1, Input<T2> item2, Input<T3> item3, Input<T4> item4) =>
        Combine([item1.ToOutput(), item2.ToOutput(), item3.ToOutput(), item4.ToOutput()],
            v => (At<T1>(v, 0), At<T2>(v, 1), At<T3>(v, 2), At<T4>(v, 3)));

    public static Output<(T1, T2, T3, T4)> Tuple<T1, T2, T3, T4>(
        Output<T1> item1, Output<T2> item2, Output<T3> item3, Output<T4> item4) =>
        Combine([item1, item2, item3, item4],
            v => (At<T1>(v, 0), At<T2>(v, 1), At<T3>(v, 2), At<T4>(v, 3)));

    public static Output<(T1, T2, T3, T4, T5)> Tuple<T1, T2, T3, T4, T5>(
        Input<T1> item1, Input<T2> item2, Input<T3> item3, Input<T4> item4, Input<T5> item5) =>
        Combine([item1.ToOutput(), item2.ToOutput(), item3.ToOutput(), item4.ToOutput(), item5.ToOutput()],
            v => (At<T1>(v, 0), At<T2>(v, 1), At<T3>(v, 2), At<T4>(v, 3), At<T5>(v, 4)));

    public static Output<(T1, T2, T3, T4, T5)> Tuple<T1, T2, T3, T4, T5>(
        Output<T1> item1, Output<T2> item2, Output<T3> item3, Output<T4> item4, Output<T5> item5) =>
        Combine([item1, item2, item3, item4, item5],
            v => (At<T1>(v, 0), At<T2>(v, 1), At<T3>(v, 2), At<T4>(v, 3), At<T5>(v, 4)));

    public static Output<(T1, T2, T3, T4, T5, T6)> Tuple<T1, T2, T3, T4, T5, T6>(
        Input<T1> item1, Input<T2> item2, Input<T3> item3, Input<T4> item4, Input<T5> item5, Input<T6> item6) =>
        Combine(
            [
                item1.ToOutput(), item2.ToOutput(), item3.ToOutput(), item4.ToOutput(),
                item5.ToOutput(), item6.ToOutput(),
            ],
            v => (At<T1>(v, 0), At<T2>(v, 1), At<T3>(v, 2), At<T4>(v, 3), At<T5>(v, 4), At<T6>(v, 5)));

    public static Output<(T1, T2, T3, T4, T5, T6)> Tuple<T1, T2, T3, T4, T5, T6>(
        Output<T1> item1, Output<T2> item2, Output<T3> item3, Output<T4> item4, Output<T5> item5, Output<T6> item6) =>
        Combine(
            [
                item1, item2, item3, item4,
                item5, item6,
            ],
            v => (At<T1>(v, 0), At<T2>(v, 1), At<T3>(v, 2), At<T4>(v, 3), At<T5>(v, 4), At<T6>(v, 5)));

    public static Output<(T1, T2, T3, T4, T5, T6, T7)> Tuple<T1, T2, T3, T4, T5, T6, T7>(
        Input<T1> item1, Input<T2> item2, Input<T3> item3, Input<T4> item4, Input<T5> item5, Input<T6> item6,
        Input<T7> item7) =>
        Combine(
            [
                item1.ToOutput(), item2.ToOutput(), item3.ToOutput(), item4.ToOutput(),
                item5.ToOutput(), item6.ToOutput(), item7.ToOutput(),
            ],
            v => (At<T1>(v, 0), At<T2>(v, 1), At<T3>(v, 2), At<T4>(v, 3), At<T5>(v, 4), At<T6>(v, 5), At<T7>(v, 6)));

    public static Output<(T1, T2, T3, T4, T5, T6, T7)> Tuple<T1, T2, T3, T4, T5, T6, T7>(
        Output<T1> item1, Output<T2> item2, Output<T3> item3, Output<T4> item4, Output<T5> item5, Output<T6> item6,
        Output<T7> item7) =>
        Combine(
            [
                item1, item2, item3, item4,
                item5, item6, item7,
            ],
            v => (At<T1>(v, 0), At<T2>(v, 1), At<T3>(v, 2), At<T4>(v, 3), At<T5>(v, 4), At<T6>(v, 5), At<T7>(v, 6)));

    public static Output<(T1, T2, T3, T4, T5, T6, T7, T8)> Tuple<T1, T2, T3, T4, T5, T6, T7, T8>(
        Input<T1> item1, Input<T2> item2, Input<T3> item3, Input<T4> item4, Input<T5> item5, Input<T6> item6,
        Input<T7> item7, Input<T8> item8) =>
        Combine(
            [
                item1.ToOutput(), item2.ToOutput(), item3.ToOutput(), item4.ToOutput(),
                item5.ToOutput(), item6.ToOutput(), item7.ToOutput(), item8.ToOutput(),
            ],
            v => (At<T1>(v, 0), At<T2>(v, 1), At<T3>(v, 2), At<T4>(v, 3),
                At<T5>(v, 4), At<T6>(v, 5), At<T7>(v, 6), At<T8>(v, 7)));

    public static Output<(T1, T2, T3, T4, T5, T6, T7, T8)> Tuple<T1, T2, T3, T4, T5, T6, T7, T8>(
        Output<T1> item1, Output<T2> item2, Output<T3> item3, Output<T4> item4, Output<T5> item5, Output<T6> item6,
        Output<T7> item7, Output<T8> item8) =>
        Combine(
            [
                item1, item2, item3, item4,
                item5, item6, item7, item8,
            ],
            v => (At<T1>(v, 0), At<T2>(v, 1), At<T3>(v, 2), At<T4>(v, 3),
                At<T5>(v, 4), At<T6>(v, 5), At<T7>(v, 6), At<T8>(v, 7)));

    /// <summary>An unknown value is null, which a value type can't be.</summary>
    private static T At<T>(object?[] values, int index) => values[index] is T value ? value : default!;
}
