"""What the database refuses about editions of templates, no matter who writes."""

from functools import reduce
from operator import or_

import pgtrigger

# A published text never changes.
FROZEN_SECTIONS = pgtrigger.Trigger(
    name="published_is_frozen",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
    func="""
                    IF EXISTS (
                        SELECT 1 FROM agreements_templateversion v
                        WHERE v.id IN (NEW.version_id, OLD.version_id) AND v.published_at IS NOT NULL
                    ) THEN
                        RAISE EXCEPTION 'pgtrigger: sections of a published template version are frozen';
                    END IF;
                    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
                    RETURN NEW;
                """,
)

# What waits for its release is what will be released: anyone who changes it takes it back first.
WAITING_SECTIONS = pgtrigger.Trigger(
    name="waiting_is_frozen",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
    func="""
        IF EXISTS (
            SELECT 1 FROM agreements_templateversion v
            WHERE v.id IN (NEW.version_id, OLD.version_id) AND v.submitted_at IS NOT NULL
        ) THEN
            RAISE EXCEPTION 'pgtrigger: sections of a template version that waits for its release are frozen';
        END IF;
        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
        RETURN NEW;
    """,
)


def _differs(*columns: str) -> pgtrigger.Q:
    return reduce(or_, (pgtrigger.Q(**{f"old__{name}__df": pgtrigger.F(f"new__{name}")}) for name in columns))


WAITING = pgtrigger.Protect(
    name="waiting_is_frozen",
    operation=pgtrigger.Update,
    condition=pgtrigger.Q(old__submitted_at__isnull=False, new__submitted_at__isnull=False)
    & _differs("template", "number", "title", "submitted_by", "submitted_at", "content_sha256"),
)

# Two persons, and a text whose placeholders are whole; which names exist, only the code knows (wording.placeholders).
RELEASED = pgtrigger.Trigger(
    name="released_by_second_person",
    when=pgtrigger.Before,
    operation=pgtrigger.Update,
    condition=pgtrigger.Q(old__published_at__isnull=True, new__published_at__isnull=False),
    func=r"""
        IF EXISTS (
            SELECT 1 FROM agreements_templateedit e
            WHERE e.version_id = NEW.id AND (NEW.released_by_id IS NULL OR e.user_id = NEW.released_by_id)
        ) THEN
            RAISE EXCEPTION 'pgtrigger: agreements_templateversion is released by somebody who did not write it';
        END IF;
        IF position('$' in NEW.title) > 0 OR EXISTS (
            SELECT 1 FROM agreements_templatesection s
            WHERE s.version_id = NEW.id AND (
                position('$' in s.heading) > 0
                OR position('$' in regexp_replace(s.body || ' ' || s.answer, '\$(\$|\w+|\{\w+\})', '', 'g')) > 0
            )
        ) THEN
            RAISE EXCEPTION 'pgtrigger: agreements_templateversion has a malformed placeholder';
        END IF;
        RETURN NEW;
    """,
)
