"""How entries about definitions read in a timeline."""

from core.timeline import sentence

sentence("figuredefinition.publish", lambda data: f"Definition einer Kennzahl, Fassung {data['version']}")
