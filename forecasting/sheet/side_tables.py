"""The optional sheets in addition to sales: the plan, promotions and items."""

from __future__ import annotations

from contract.data import Role, Table
from language.sentences import say

PROMOTION_ROLES = (
    Role(
        "start",
        say("First day"),
        ("date",),
        help=say("The day on which the promotion begins."),
        hints=("start", "from", "begin", "first", "date"),
    ),
    Role(
        "end",
        say("Last day"),
        ("date",),
        required=False,
        help=say("If left out, the promotion lasts one day."),
        hints=("end", "until", "to", "last"),
    ),
    Role(
        "item",
        say("Item"),
        ("category", "text", "number"),
        required=False,
        help=say("If left out or empty, the promotion is for all items."),
        hints=("item", "product", "sku", "store", "shop", "branch"),
    ),
    Role(
        "kind",
        say("Kind"),
        ("category", "text", "number", "flag"),
        required=False,
        help=say("Discount, two for one, leaflet, display ..."),
        hints=("kind", "type", "mechanic"),
    ),
    Role(
        "depth",
        say("Depth"),
        ("number",),
        required=False,
        help=say("How large the discount is, in percent or as an amount."),
        hints=("depth", "discount", "percent", "reduction"),
    ),
)
ITEM_ROLES = (
    Role(
        "item",
        say("Item"),
        ("category", "text", "number"),
        help=say("Named as in the sales sheet."),
        hints=("item", "product", "sku", "store", "shop", "branch", "customer"),
    ),
    Role(
        "attributes",
        say("Attributes"),
        ("number", "category", "flag"),
        required=False,
        many=True,
        guess_rest=True,
        help=say("What is fixed for an item: type, category, brand, size."),
    ),
)
PLAN_ROLES = (
    Role(
        "date",
        say("Date"),
        ("date",),
        help=say("The date ahead that the row plans."),
        hints=("date", "day", "week", "month"),
    ),
    Role(
        "item",
        say("Item"),
        ("category", "text", "number"),
        required=False,
        help=say("Named as in the sales sheet. If left out or empty, the row is for all items."),
        hints=("item", "product", "sku", "store", "shop", "branch", "customer"),
    ),
    Role(
        "known",
        say("Planned"),
        ("number", "category", "text", "flag"),
        required=False,
        many=True,
        guess_rest=True,
        help=say("Price, promotion, open ...: named as in the sales sheet, where they are known in advance."),
    ),
)
SIDE_TABLES = (
    Table(
        "plan",
        say("Plan"),
        PLAN_ROLES,
        required=False,
        help=say("What is known in advance of the dates ahead: one row per date, or per item and date."),
        filled_in=True,
    ),
    Table(
        "promotions",
        say("Promotions"),
        PROMOTION_ROLES,
        required=False,
        help=say("One row per promotion, past or planned."),
    ),
    Table("items", say("Items"), ITEM_ROLES, required=False, help=say("One row per item.")),
)
