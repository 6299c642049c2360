namespace Caisson.Containers;

/// <summary>Names for containers that are given none: an adjective and a vessel.</summary>
internal static class NameGenerator
{
    private static string[] Adjectives =>
    [
        "able", "amber", "bold", "brave", "bright", "brisk", "calm", "candid", "clear", "clever", "crisp", "deft", "eager", "early", "fair", "fleet",
        "fond", "frank", "fresh", "gentle", "glad", "grand", "hardy", "keen", "kind", "lively", "loyal", "lucid", "mellow", "merry", "mild", "neat",
        "nimble", "noble", "placid", "plain", "polite", "proud", "quick", "quiet", "ready", "robust", "serene", "sharp", "sleek", "smart", "snug", "solid",
        "spry", "stable", "steady", "still", "stout", "sunny", "swift", "tidy", "tough", "trusty", "upbeat", "vivid", "warm", "wise", "witty", "young",
    ];

    private static string[] Vessels =>
    [
        "ark", "barge", "bark", "barque", "brig", "canoe", "carrack", "catboat", "clipper", "cog", "coracle", "corvette", "currach", "cutter", "dhow", "dinghy",
        "dory", "dredger", "felucca", "ferry", "frigate", "galleon", "galley", "gondola", "hoy", "hulk", "junk", "kayak", "ketch", "knarr", "launch", "lighter",
        "liner", "longship", "lugger", "packet", "pinnace", "pontoon", "praam", "punt", "raft", "sampan", "schooner", "scow", "skiff", "sloop", "smack", "snow",
        "steamer", "tanker", "tartane", "tender", "trawler", "trireme", "tug", "wherry", "whaler", "xebec", "yacht", "yawl", "zulu", "bireme", "pram", "proa",
    ];

    /// <summary>A name; 4096 there are, so a caller whose name is taken adds something to it.</summary>
    internal static string Next() =>
        $"{Random.Shared.GetItems(Adjectives, 1)[0]}_{Random.Shared.GetItems(Vessels, 1)[0]}";
}
