using Caisson.Oci.Runtime;

namespace Caisson.Tests.Compilation;

public class DefaultContainerTests
{
    [Fact]
    public void A_container_without_options_is_safe_by_default()
    {
        RuntimeSpec spec = Compiling.Compile(Compiling.Busybox);
        string golden = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Compilation", "default-container.json"));
        Assert.Equal(golden.TrimEnd(), Compiling.Json(spec));
        Assert.Equal("SCMP_ACT_ERRNO", spec.Linux!.Seccomp!.DefaultAction);
    }
}
