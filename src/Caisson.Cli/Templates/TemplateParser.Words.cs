using System.Globalization;
using System.Text;

namespace Caisson.Cli.Templates;

internal sealed partial class TemplateParser
{
    private void AddText(List<TemplateNode> nodes)
    {
        int open = _text.IndexOf("{{", _at, StringComparison.Ordinal);
        string text = open < 0 ? _text[_at..] : _text[_at..open];
        _at = open < 0 ? _text.Length : open;
        if (_trimNext)
        {
            text = text.TrimStart();
            _trimNext = false;
        }

        if (open >= 0 && HasTrimMarker(open))
        {
            text = text.TrimEnd();
        }

        if (text.Length > 0)
        {
            nodes.Add(new TemplateNode.Text(text));
        }
    }

    // "{{- " trims the text before; the space is what tells it from a negative number.
    private bool HasTrimMarker(int open) =>
        open + 3 < _text.Length && _text[open + 2] == '-' && char.IsWhiteSpace(_text[open + 3]);

    private void OpenAction()
    {
        _at += HasTrimMarker(_at) ? 3 : 2;
        Spaces();
    }

    private bool TryComment()
    {
        if (!TryTake("/*"))
        {
            return false;
        }

        int end = _text.IndexOf("*/", _at, StringComparison.Ordinal);
        _at = end < 0 ? throw Error("the comment is not closed") : end + 2;
        CloseAction();
        return true;
    }

    private void CloseAction()
    {
        bool space = _at < _text.Length && char.IsWhiteSpace(_text[_at]);
        Spaces();
        if (space && TryTake("-}}"))
        {
            _trimNext = true;
        }
        else if (!TryTake("}}"))
        {
            throw Error(_at < _text.Length ? $"unexpected '{_text[_at]}'" : "}} is missing");
        }
    }

    private bool AtEndOfPipeline =>
        _at >= _text.Length || _text[_at] == ')' || Ahead("}}") || Ahead("-}}");

    private TemplatePipeline Pipeline()
    {
        if (++_depth > MaxDepth)
        {
            throw Error("nested too deeply");
        }

        var calls = new List<IReadOnlyList<TemplateOperand>>();
        do
        {
            var call = new List<TemplateOperand>();
            for (Spaces(); !AtEndOfPipeline && _text[_at] != '|'; Spaces())
            {
                call.Add(Operand());
            }

            calls.Add(call.Count > 0 ? call : throw Error("a value is missing"));
        }
        while (TryTake("|"));

        // A space before "-}}" belongs to the trim marker.
        if (Ahead("-}}") && char.IsWhiteSpace(_text[_at - 1]))
        {
            _at--;
        }

        _depth--;
        return new TemplatePipeline(calls);
    }

    private TemplateOperand Operand()
    {
        char c = _text[_at];
        switch (c)
        {
            case '.':
                return new TemplateOperand.Field(Names());
            case '$':
                string name = TryVariable()!;
                return new TemplateOperand.Variable(name, Names());
            case '"' or '`':
                return new TemplateOperand.Literal(Quoted(c));
            case '(':
                _at++;
                TemplatePipeline pipeline = Pipeline();
                return TryTake(")") ? new TemplateOperand.Group(pipeline, Names()) : throw Error(") is missing");
        }

        if (char.IsAsciiDigit(c) || c is '-' or '+')
        {
            return new TemplateOperand.Literal(Number());
        }

        string word = Word();
        return word switch
        {
            "" => throw Error($"unexpected '{c}'"),
            "true" => new TemplateOperand.Literal(true),
            "false" => new TemplateOperand.Literal(false),
            _ when TemplateFunctions.Exists(word) => new TemplateOperand.Function(word),
            _ => throw Error($"unknown function {word}"),
        };
    }

    // ".A.B", ".", or nothing.
    private List<string> Names()
    {
        var names = new List<string>();
        while (_at < _text.Length && _text[_at] == '.')
        {
            _at++;
            string name = Word();
            if (name.Length == 0)
            {
                return names.Count == 0 ? names : throw Error("a field's name is missing after the dot");
            }

            names.Add(name);
        }

        return names;
    }

    private string? Declaration()
    {
        int start = _at;
        string? variable = TryVariable();
        Spaces();
        if (variable is not null && TryTake(":="))
        {
            return variable;
        }

        _at = start;
        return null;
    }

    private string? TryVariable()
    {
        Spaces();
        return TryTake("$") ? Word() : null;
    }

    private string Quoted(char quote)
    {
        var value = new StringBuilder();
        for (_at++; _at < _text.Length; _at++)
        {
            char c = _text[_at];
            if (c == quote)
            {
                _at++;
                return value.ToString();
            }

            if (c != '\\' || quote == '`')
            {
                value.Append(c);
                continue;
            }

            _at++;
            value.Append(_at >= _text.Length ? throw Error("the string is not closed") : _text[_at] switch
            {
                'n' => '\n',
                't' => '\t',
                'r' => '\r',
                '\\' => '\\',
                '"' => '"',
                _ => throw Error($"unknown escape \\{_text[_at]}"),
            });
        }

        throw Error("the string is not closed");
    }

    private long Number()
    {
        int start = _at++;
        while (_at < _text.Length && char.IsAsciiDigit(_text[_at]))
        {
            _at++;
        }

        return long.TryParse(_text.AsSpan(start, _at - start), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value)
            ? value
            : throw Error("not a whole number");
    }

    private string Word()
    {
        int start = _at;
        while (_at < _text.Length && (char.IsLetterOrDigit(_text[_at]) || _text[_at] == '_'))
        {
            _at++;
        }

        return _text[start.._at];
    }

    private void Spaces()
    {
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at]))
        {
            _at++;
        }
    }

    private bool Ahead(string token) => string.CompareOrdinal(_text, _at, token, 0, token.Length) == 0;

    private bool TryTake(string token)
    {
        if (!Ahead(token))
        {
            return false;
        }

        _at += token.Length;
        return true;
    }
}
