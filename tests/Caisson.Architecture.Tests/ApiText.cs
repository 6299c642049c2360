using System.Reflection;
using System.Text;

namespace Caisson.Architecture.Tests;

/// <summary>Writes what an assembly shows to others, one member a line, in an order that does not depend on the compiler.</summary>
internal static class ApiText
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static string Of(Assembly assembly)
    {
        var text = new StringBuilder();
        foreach (Type type in assembly.GetExportedTypes().OrderBy(type => type.FullName, StringComparer.Ordinal))
        {
            text.Append(Declaration(type)).Append('\n');
            foreach (string line in Members(type).Order(StringComparer.Ordinal))
            {
                text.Append("    ").Append(line).Append('\n');
            }
        }
        return text.ToString();
    }

    private static string Declaration(Type type)
    {
        string kind = type switch
        {
            { IsInterface: true } => "interface",
            { IsEnum: true } => "enum",
            { IsValueType: true } => "struct",
            _ when typeof(Delegate).IsAssignableFrom(type) => "delegate",
            { IsAbstract: true, IsSealed: true } => "static class",
            { IsAbstract: true } => "abstract class",
            { IsSealed: true } => "sealed class",
            _ => "class",
        };
        if (type.GetMethod("<Clone>$", Declared) is not null)
        {
            kind = kind.Replace("class", "record", StringComparison.Ordinal);
        }
        List<string> bases = [];
        if (type is { IsClass: true, BaseType: { } parent } && parent != typeof(object))
        {
            bases.Add(TypeName(parent));
        }
        bases.AddRange(type.GetInterfaces().Where(each => each.IsPublic).Select(TypeName).Order(StringComparer.Ordinal));
        string ancestry = bases.Count == 0 || type.IsEnum ? "" : " : " + string.Join(", ", bases);
        return $"{kind} {TypeName(type, withNamespace: true)}{ancestry}";
    }

    private static IEnumerable<string> Members(Type type)
    {
        if (type.IsEnum)
        {
            return type.GetFields(BindingFlags.Public | BindingFlags.Static)
                .Select(field => $"{field.Name} = {Convert.ChangeType(field.GetRawConstantValue(), typeof(long), System.Globalization.CultureInfo.InvariantCulture)}");
        }
        return type.GetFields(Declared).Where(IsShown).Select(Field)
            .Concat(type.GetProperties(Declared).Where(property => property.GetAccessors(nonPublic: true).Any(IsShown)).Select(Property))
            .Concat(type.GetEvents(Declared).Where(each => IsShown(each.AddMethod!)).Select(each => $"event {TypeName(each.EventHandlerType!)} {each.Name}"))
            .Concat(type.GetConstructors(Declared).Where(IsShown).Select(constructor => $"{type.Name}({Parameters(constructor)})"))
            .Concat(type.GetMethods(Declared).Where(IsOrdinaryMethod).Select(Method));
    }

    // Property accessors show with their property; compiler-made members of records (Equals, PrintMembers, <Clone>$ ...) follow from "record".
    private static bool IsOrdinaryMethod(MethodInfo method) =>
        IsShown(method)
        && (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal))
        && !method.Name.Contains('<', StringComparison.Ordinal)
        && method.GetCustomAttribute<System.Runtime.CompilerServices.CompilerGeneratedAttribute>() is null;

    private static bool IsShown(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static bool IsShown(FieldInfo field) => field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly;

    private static string Field(FieldInfo field) =>
        (field.IsLiteral ? "const " : field.IsStatic ? "static " : "") + $"{TypeName(field.FieldType)} {field.Name}";

    private static string Property(PropertyInfo property)
    {
        MethodInfo any = property.GetAccessors(nonPublic: true)[0];
        string accessors = "";
        if (property.GetMethod is { } get && IsShown(get))
        {
            accessors += " get;";
        }
        if (property.SetMethod is { } set && IsShown(set))
        {
            bool initOnly = set.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(System.Runtime.CompilerServices.IsExternalInit));
            accessors += initOnly ? " init;" : " set;";
        }
        bool required = property.GetCustomAttribute<System.Runtime.CompilerServices.RequiredMemberAttribute>() is not null;
        string type = TypeName(property.PropertyType) + Nullability(new NullabilityInfoContext().Create(property), property.PropertyType);
        return $"{Modifiers(any)}{(required ? "required " : "")}{type} {property.Name} {{{accessors} }}";
    }

    private static string Method(MethodInfo method)
    {
        string arguments = method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(TypeName))}>" : "";
        string type = TypeName(method.ReturnType) + Nullability(new NullabilityInfoContext().Create(method.ReturnParameter), method.ReturnType);
        return $"{Modifiers(method)}{type} {method.Name}{arguments}({Parameters(method)})";
    }

    private static string Modifiers(MethodBase method) =>
        (method.IsFamily || method.IsFamilyOrAssembly ? "protected " : "")
        + (method.IsStatic ? "static " : method.IsAbstract && !method.DeclaringType!.IsInterface ? "abstract " : "")
        + (method is MethodInfo { IsVirtual: true, IsFinal: false } virtualMethod && virtualMethod.GetBaseDefinition() != virtualMethod ? "override " : "");

    private static string Parameters(MethodBase method) =>
        string.Join(", ", method.GetParameters().Select(parameter =>
            TypeName(parameter.ParameterType) + Nullability(new NullabilityInfoContext().Create(parameter), parameter.ParameterType)
            + " " + parameter.Name + (parameter.HasDefaultValue ? " = " + (parameter.DefaultValue ?? "default") : "")));

    private static string Nullability(NullabilityInfo info, Type type) =>
        !type.IsValueType && (info.ReadState == NullabilityState.Nullable || info.WriteState == NullabilityState.Nullable) ? "?" : "";

    private static string TypeName(Type type) => TypeName(type, withNamespace: false);

    private static string TypeName(Type type, bool withNamespace)
    {
        if (type.IsArray)
        {
            return TypeName(type.GetElementType()!) + "[]";
        }
        if (type.IsByRef)
        {
            return "ref " + TypeName(type.GetElementType()!);
        }
        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return TypeName(underlying) + "?";
        }
        string name = type.Name.Split('`')[0];
        if (type is { IsNested: true, IsGenericParameter: false })
        {
            name = TypeName(type.DeclaringType!, withNamespace) + "." + name;
        }
        else if (withNamespace && type.Namespace is { } space)
        {
            name = space + "." + name;
        }
        return type.IsGenericType ? $"{name}<{string.Join(", ", type.GetGenericArguments().Select(TypeName))}>" : name;
    }
}
