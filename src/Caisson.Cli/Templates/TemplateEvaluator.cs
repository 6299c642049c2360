using System.Text;
using System.Text.Json;

namespace Caisson.Cli.Templates;

/// <summary>Prints a parsed template for one piece of data.</summary>
internal sealed class TemplateEvaluator
{
    private readonly StringBuilder _output = new();
    private readonly List<(string Name, object? Value)> _variables = [];

    private TemplateEvaluator(JsonElement data) => _variables.Add(("", data));

    /// <summary>Prints a template.</summary>
    /// <exception cref="TemplateException">The data lacks a field, or a function does not fit its arguments.</exception>
    public static string Print(IReadOnlyList<TemplateNode> template, JsonElement data)
    {
        var evaluator = new TemplateEvaluator(data);
        evaluator.Walk(template, data);
        return evaluator._output.ToString();
    }

    private void Walk(IReadOnlyList<TemplateNode> nodes, object? dot)
    {
        // Variables end with the block that declares them.
        int outer = _variables.Count;
        foreach (TemplateNode node in nodes)
        {
            switch (node)
            {
                case TemplateNode.Text text:
                    _output.Append(text.Content);
                    break;
                case TemplateNode.Action { Variable: { } name } action:
                    _variables.Add((name, Evaluate(action.Pipeline, dot)));
                    break;
                case TemplateNode.Action action:
                    _output.Append(TemplateValue.Print(Evaluate(action.Pipeline, dot)));
                    break;
                case TemplateNode.If branch:
                    Walk(TemplateValue.IsTrue(Evaluate(branch.Condition, dot)) ? branch.Then : branch.Else, dot);
                    break;
                case TemplateNode.With with:
                    Walk(with, dot);
                    break;
                case TemplateNode.Range range:
                    Walk(range, dot);
                    break;
            }
        }

        Forget(outer);
    }

    private void Walk(TemplateNode.With with, object? dot)
    {
        int outer = _variables.Count;
        object? value = Evaluate(with.Value, dot);
        if (with.Variable is { } name)
        {
            _variables.Add((name, value));
        }

        bool isTrue = TemplateValue.IsTrue(value);
        Walk(isTrue ? with.Then : with.Else, isTrue ? value : dot);
        Forget(outer);
    }

    private void Walk(TemplateNode.Range range, object? dot)
    {
        int outer = _variables.Count;
        bool any = false;
        foreach ((object key, object? value) in TemplateValue.Items(Evaluate(range.Over, dot)))
        {
            any = true;
            if (range.Key is { } keyName)
            {
                _variables.Add((keyName, key));
            }

            if (range.Value is { } valueName)
            {
                _variables.Add((valueName, value));
            }

            Walk(range.Body, value);
            Forget(outer);
        }

        if (!any)
        {
            Walk(range.Else, dot);
        }
    }

    private object? Evaluate(TemplatePipeline pipeline, object? dot)
    {
        object? result = null;
        for (int i = 0; i < pipeline.Calls.Count; i++)
        {
            result = Call(pipeline.Calls[i], dot, isPiped: i > 0, result);
        }

        return result;
    }

    private object? Call(IReadOnlyList<TemplateOperand> call, object? dot, bool isPiped, object? piped)
    {
        if (call[0] is TemplateOperand.Function function)
        {
            var arguments = new List<object?>(call.Count);
            for (int i = 1; i < call.Count; i++)
            {
                arguments.Add(Value(call[i], dot));
            }

            if (isPiped)
            {
                arguments.Add(piped);
            }

            return TemplateFunctions.Call(function.Name, arguments);
        }

        return call.Count == 1 && !isPiped
            ? Value(call[0], dot)
            : throw new TemplateException("template: a value that is not a function has arguments");
    }

    private object? Value(TemplateOperand operand, object? dot) => operand switch
    {
        TemplateOperand.Literal literal => literal.Value,
        TemplateOperand.Field field => TemplateValue.Field(dot, field.Names),
        TemplateOperand.Variable variable => TemplateValue.Field(Lookup(variable.Name), variable.Names),
        TemplateOperand.Group group => TemplateValue.Field(Evaluate(group.Pipeline, dot), group.Names),
        TemplateOperand.Function function => TemplateFunctions.Call(function.Name, []),
        _ => throw new InvalidOperationException("a new kind of operand"),
    };

    private object? Lookup(string name)
    {
        for (int i = _variables.Count - 1; i >= 0; i--)
        {
            if (string.Equals(_variables[i].Name, name, StringComparison.Ordinal))
            {
                return _variables[i].Value;
            }
        }

        throw new TemplateException($"template: undefined variable ${name}");
    }

    private void Forget(int from) => _variables.RemoveRange(from, _variables.Count - from);
}
