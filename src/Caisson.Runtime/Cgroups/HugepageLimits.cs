using System.Globalization;
using Caisson.Linux;
using Caisson.Oci.Runtime;

namespace Caisson.Runtime.Cgroups;

/// <summary>config-linux.md#huge-page-limits; sizes are written as in the file names, for example 64KB, 2MB, 1GB.</summary>
internal static class HugepageLimits
{
    internal static void Compile(CgroupPlanBuilder plan, IReadOnlyList<HugepageLimit> limits)
    {
        foreach (HugepageLimit limit in limits)
        {
            string setting = $"limit {limit.Limit} of huge pages of {Printable.Quote(limit.PageSize)} (hugepageLimits)";
            if (!IsPageSize(limit.PageSize))
            {
                throw new CgroupException($"{setting}: a page size such as 2MB is expected");
            }

            string file = plan.IsUnified("hugetlb", setting) ? "max" : "limit_in_bytes";
            string value = limit.Limit.ToString(CultureInfo.InvariantCulture);
            plan.Write("hugetlb", $"hugetlb.{limit.PageSize}.{file}", value, setting);

            // Reservations are limited too where the kernel can (since 5.7); pages in use are limited in any case.
            plan.Write(new CgroupWrite("hugetlb", $"hugetlb.{limit.PageSize}.rsvd.{file}", value, setting) { Tolerated = [Errno.ENOENT] });
        }
    }

    private static bool IsPageSize(string size)
    {
        int digits = size.AsSpan().IndexOfAnyExceptInRange('0', '9');
        return digits is > 0 and < 10 && size.AsSpan(digits) is "KB" or "MB" or "GB";
    }
}
