package dev.breakwater.config;

/** Whose form a webhook's messages have. */
public enum WebhookShape {
    /** JSON of our own, signed. */
    GENERIC,
    /** Slack's incoming webhooks. */
    SLACK,
    /** A custom robot of a DingTalk group. */
    DINGTALK,
    /** A custom bot of a Feishu (or Lark) group. */
    FEISHU,
    /** A robot of a WeCom group. */
    WECOM
}
