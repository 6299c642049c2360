using System.Collections;
using System.Reflection;

namespace Caisson.Oci.Tests.Runtime;

/// <summary>Compares and inspects records member by member; a record's own equality compares lists by reference.</summary>
internal static class Structure
{
    /// <summary>The first place where two values differ, or null.</summary>
    internal static string? Difference(object? a, object? b, string path = "")
    {
        if (a is null || b is null || a is string || a.GetType().IsPrimitive)
        {
            return Equals(a, b) ? null : $"{path}: {a ?? "null"} and {b ?? "null"}";
        }

        return a is IEnumerable list
            ? SequenceDifference([.. list.Cast<object>()], [.. ((IEnumerable)b).Cast<object>()], path)
            : Properties(a).Select(p => Difference(p.GetValue(a), p.GetValue(b), $"{path}.{p.Name}")).FirstOrDefault(d => d is not null);
    }

    /// <summary>Members of the records below a value that are null or empty in every one of them.</summary>
    internal static IReadOnlyList<string> NeverSet(object value)
    {
        Dictionary<string, bool> seen = new(StringComparer.Ordinal);
        Visit(value, seen);
        return [.. seen.Where(member => !member.Value).Select(member => member.Key)];
    }

    private static void Visit(object? value, Dictionary<string, bool> seen)
    {
        if (value is null or string || value.GetType().IsPrimitive)
        {
            return;
        }

        if (value is IEnumerable list)
        {
            foreach (object item in list)
            {
                Visit(item, seen);
            }

            return;
        }

        foreach (PropertyInfo property in Properties(value))
        {
            object? member = property.GetValue(value);
            string name = $"{value.GetType().Name}.{property.Name}";
            bool set = member is not (null or IEnumerable) || (member is IEnumerable items && items.Cast<object>().Any());
            seen[name] = set || (seen.TryGetValue(name, out bool before) && before);
            Visit(member, seen);
        }
    }

    internal static IEnumerable<PropertyInfo> Properties(object value) =>
        value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.GetIndexParameters().Length == 0);

    private static string? SequenceDifference(object[] a, object[] b, string path) =>
        a.Length != b.Length
            ? $"{path}: {a.Length} and {b.Length} items"
            : a.Select((item, i) => Difference(item, b[i], $"{path}[{i}]")).FirstOrDefault(d => d is not null);
}
