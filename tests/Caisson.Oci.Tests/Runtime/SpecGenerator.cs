using System.Collections;
using System.Reflection;
using Caisson.Oci.Runtime;

namespace Caisson.Oci.Tests.Runtime;

/// <summary>Random configurations that the specification allows: every member by its type, a few with narrower ranges.</summary>
internal sealed class SpecGenerator(int seed)
{
    private static readonly string[] Texts = ["a", "/", "A=b c", "\"\\\n\t", "äöü", "𝕌", "", "\u2028", "x\u007f"];
    private readonly Random _random = new(seed);

    internal RuntimeSpec Next() => (RuntimeSpec)Record(typeof(RuntimeSpec)) with { OciVersion = "1.2.0" };

    private object Record(Type type)
    {
        ConstructorInfo constructor = type.GetConstructors()[0];
        object record = constructor.Invoke([.. constructor.GetParameters().Select(p => Value(p.ParameterType, p.Name!, type))]);
        foreach (PropertyInfo property in Structure.Properties(record))
        {
            property.SetValue(record, Value(property.PropertyType, property.Name, type));
        }

        return record;
    }

    private object? Value(Type type, string name, Type owner)
    {
        Type? nullable = Nullable.GetUnderlyingType(type);
        bool optional = nullable is not null || !type.IsValueType;
        type = nullable ?? type;
        if (type.IsGenericType)
        {
            int count = _random.Next(name is "Names" ? 1 : 0, 4);
            return type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>)
                ? List(type.GetGenericArguments()[0], count, name, owner)
                : Map(type.GetGenericArguments()[1], count);
        }

        bool required = IsRequired(owner, name);
        if (optional && !required && _random.Next(3) == 0)
        {
            return null;
        }

        return Scalar(type, name) ?? Record(type);
    }

    private object? Scalar(Type type, string name) => (type.Name, name) switch
    {
        (nameof(String), _) => Text(name),
        (nameof(Boolean), _) => _random.Next(2) == 0,
        (_, "Uid" or "Gid" or "ContainerId" or "HostId" or "AdditionalGids") => (uint)_random.NextInt64(uint.MaxValue),
        (_, "Height" or "Width") => (uint)_random.Next(65536),
        (_, "Umask") => (uint)_random.Next(512),
        (_, "OomScoreAdj") => _random.Next(-1000, 1001),
        (nameof(UInt64), "Swappiness") => (ulong)_random.Next(101),
        (nameof(Int32), "Timeout") => _random.Next(1, int.MaxValue),
        (nameof(Int32), "Priority") => _random.Next(8),
        (nameof(UInt32), "Index") => (uint)_random.Next(6),
        (nameof(UInt32), "Nanosecs") => (uint)_random.Next(1_000_000_000),
        (nameof(UInt32), "ErrnoRet" or "DefaultErrnoRet") => (uint)_random.Next(65536),
        (nameof(UInt16), _) => (ushort)_random.Next(65536),
        (nameof(Int32), _) => _random.Next(int.MinValue, int.MaxValue),
        (nameof(UInt32), _) => (uint)_random.NextInt64(1L << 32),
        (nameof(Int64), _) => Edge(long.MinValue, long.MaxValue),
        (nameof(UInt64), _) => unchecked((ulong)Edge(0, -1)),
        _ => null,
    };

    private long Edge(long min, long max) => _random.Next(4) switch { 0 => min, 1 => max, 2 => 0, _ => _random.NextInt64() };

    // Members in which an empty text means absent, as Go programs write it.
    private string Text(string name) =>
        Texts[_random.Next(Texts.Length)] is { Length: > 0 } text ? text : name is "Path" or "Type" or "Access" or "Cpus" or "Mems" or "ListenerPath" or "ListenerMetadata" ? "p" : "";

    private IList List(Type item, int count, string name, Type owner)
    {
        IList list = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(item))!;
        for (int i = 0; i < count; i++)
        {
            list.Add(item == typeof(string) ? Text(name) : Scalar(item, name) ?? Value(item, "[]", owner));
        }

        return list;
    }

    private IDictionary Map(Type item, int count)
    {
        IDictionary map = (IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(typeof(string), item))!;
        for (int i = 0; i < count; i++)
        {
            map[$"{Texts[_random.Next(Texts.Length)]}{i}"] = item == typeof(string) ? Text("") : Record(item);
        }

        return map;
    }

    private static bool IsRequired(Type owner, string name)
    {
        NullabilityInfoContext context = new();
        return name is "[]" || context.Create(owner.GetProperty(name)!).ReadState == NullabilityState.NotNull;
    }
}
