namespace Caisson.Cli.Templates;

/// <summary>
/// Parses the part of Go's template language that Docker's users write: fields, variables, pipelines, functions, if, with
/// and range (https://pkg.go.dev/text/template). Anything else is an error that says where.
/// </summary>
internal sealed partial class TemplateParser
{
    // Bounds the recursion on hostile input.
    private const int MaxDepth = 64;
    private readonly string _text;
    private int _at;
    private int _depth;
    private bool _trimNext;

    private TemplateParser(string text) => _text = text;

    // What ended a list of nodes.
    private enum Terminator
    {
        EndOfText,
        End,
        Else,
        ElseIf,
    }

    /// <summary>Parses a whole template.</summary>
    /// <exception cref="TemplateException">It is not a template of the supported kind.</exception>
    public static IReadOnlyList<TemplateNode> Parse(string text)
    {
        var parser = new TemplateParser(text);
        IReadOnlyList<TemplateNode> nodes = parser.Nodes(out Terminator terminator);
        return terminator == Terminator.EndOfText ? nodes : throw parser.Error("end or else without if, with or range");
    }

    private List<TemplateNode> Nodes(out Terminator terminator)
    {
        if (++_depth > MaxDepth)
        {
            throw Error("nested too deeply");
        }

        var nodes = new List<TemplateNode>();
        while (true)
        {
            AddText(nodes);
            if (_at >= _text.Length)
            {
                terminator = Terminator.EndOfText;
                break;
            }

            OpenAction();
            if (TryComment())
            {
                continue;
            }

            int start = _at;
            string word = Word();
            if (word is "end")
            {
                CloseAction();
                terminator = Terminator.End;
                break;
            }

            if (word is "else")
            {
                Spaces();
                int next = _at;
                if (Word() is "if")
                {
                    terminator = Terminator.ElseIf;
                    break;
                }

                _at = next;
                CloseAction();
                terminator = Terminator.Else;
                break;
            }

            nodes.Add(Statement(word, start));
        }

        _depth--;
        return nodes;
    }

    private TemplateNode Statement(string word, int start)
    {
        switch (word)
        {
            case "if":
                return If();
            case "with":
                return With();
            case "range":
                return Range();
            case "template" or "block" or "define" or "break" or "continue":
                throw Error($"{word} is not supported");
            default:
                _at = start;
                string? variable = Declaration();
                TemplatePipeline pipeline = Pipeline();
                CloseAction();
                return new TemplateNode.Action(pipeline, variable);
        }
    }

    private TemplateNode.If If()
    {
        TemplatePipeline condition = Pipeline();
        CloseAction();
        List<TemplateNode> then = Nodes(out Terminator terminator);
        return new TemplateNode.If(condition, then, Otherwise(terminator));
    }

    private TemplateNode.With With()
    {
        string? variable = Declaration();
        TemplatePipeline value = Pipeline();
        CloseAction();
        List<TemplateNode> then = Nodes(out Terminator terminator);
        return new TemplateNode.With(value, variable, then, Otherwise(terminator));
    }

    private TemplateNode.Range Range()
    {
        int start = _at;
        string? key = null, value = TryVariable();
        Spaces();
        if (value is not null && TryTake(","))
        {
            key = value;
            value = TryVariable() ?? throw Error("a variable is missing after the comma");
            Spaces();
        }

        if (value is not null && !TryTake(":="))
        {
            // "{{range $list}}": not a declaration but the value itself.
            if (key is not null)
            {
                throw Error(":= is missing");
            }

            (value, _at) = (null, start);
        }

        TemplatePipeline over = Pipeline();
        CloseAction();
        List<TemplateNode> body = Nodes(out Terminator terminator);
        return new TemplateNode.Range(over, key, value, body, Otherwise(terminator));
    }

    private IReadOnlyList<TemplateNode> Otherwise(Terminator terminator)
    {
        switch (terminator)
        {
            case Terminator.End:
                return [];
            case Terminator.ElseIf:
                if (++_depth > MaxDepth)
                {
                    throw Error("nested too deeply");
                }

                TemplateNode.If next = If();
                _depth--;
                return [next];
            case Terminator.Else:
                List<TemplateNode> nodes = Nodes(out Terminator end);
                return end == Terminator.End ? nodes : throw Error("end is missing");
            default:
                throw Error("end is missing");
        }
    }

    private TemplateException Error(string why) => new($"template: {why} (at character {_at + 1})");
}
