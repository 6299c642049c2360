using System.Diagnostics;
using System.Text;

namespace Caisson.Integration.Tests.Harness;

/// <summary>Collects a stream on a thread of its own, so that a test can wait for its end or for some text in it.</summary>
internal sealed class OutputBuffer
{
    private readonly MemoryStream _bytes = new();
    private readonly Task _reader;

    public OutputBuffer(Stream stream) =>
        _reader = Task.Factory.StartNew(() => Read(stream), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>What has arrived so far.</summary>
    public byte[] Bytes
    {
        get
        {
            lock (_bytes)
            {
                return _bytes.ToArray();
            }
        }
    }

    public string Text => Encoding.UTF8.GetString(Bytes);

    /// <summary>Waits for the stream's end; false at the time limit.</summary>
    public bool WaitForEnd(TimeSpan limit) => _reader.Wait(limit);

    /// <summary>Waits until a text has arrived; the test fails at the time limit or when the stream ends without it.</summary>
    public void Expect(string text, TimeSpan limit)
    {
        long start = Stopwatch.GetTimestamp();
        lock (_bytes)
        {
            while (!Text.Contains(text, StringComparison.Ordinal))
            {
                TimeSpan left = limit - Stopwatch.GetElapsedTime(start);
                Assert.True(!_reader.IsCompleted && left > TimeSpan.Zero && Monitor.Wait(_bytes, left), $"\"{text}\" never came; this did:\n{Text}");
            }
        }
    }

    private void Read(Stream stream)
    {
        byte[] buffer = new byte[64 * 1024];
        try
        {
            for (int count; (count = stream.Read(buffer)) > 0;)
            {
                lock (_bytes)
                {
                    _bytes.Write(buffer, 0, count);
                    Monitor.PulseAll(_bytes);
                }
            }
        }
        catch (IOException)
        {
            // EIO is how a pty says that its other side is closed (pty(7)).
        }
    }
}
