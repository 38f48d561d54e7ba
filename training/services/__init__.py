"""Operations on runs and trained models. Views, commands and other apps call these."""
